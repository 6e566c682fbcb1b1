# 填到一半放下的表：到 /menu 或者案件卡片上接着填。

command-menu = 能做什么、接着填
menu-with-forms =
    📋 <b>填到一半的，点一下接着填</b>（🗑 不要了）。

    { $lines }
menu-plain =
    📋 <b>能做什么</b>

    { $lines }
button-go_on = ▶️ 继续填写
button-go-on-with = ▶️ 继续填写：{ $form }
form-put-by = 「{ $form }」先放着，什么都没有发出去。写的都在，接着填点 /menu 。
form-taken-up = ▶️ 接着上次填的，前面写的都在。
form-of-case = { $form } { $number }
form-decline = 退单
form-ask = 问报告人
form-note = 记录
form-close = 办结
form-lower = 降级
form-ask-visit = 派人走访
form-agency = 加派部门
form-agency-answer = 部门回复
form-refuse = 不同意办结
form-reopen = 重新打开
form-visit = 走访情况
form-feedback = 再反映
form-absent = 请假
form-swap = 换班
form-cover = 安排顶班
form-complaint = 投诉
form-wishes = 安全时间
toast-parked-gone = 没有填到一半的表了
toast-parked-dropped = 不要了，已经删掉
toast-parked-over = 不能接着填了：案件已经办结、转走，或者不再归您办
