card-moved = <b>{ $number }</b> 已转到别的单位，这里不再显示内容。
card-not-yours = <b>{ $number }</b> 您现在不能看这件案件。
event-read = 查看（限制件）
list-restricted = 🔒 限制查看，只有指定的人能看
card-restricted = 🔒 限制查看：谁看过都有记录
ask-decline-sure =
    退单 { $number }，请再看一遍：
    为什么：{ $reason }
    该归谁办：{ $owner }
    退单后时限照走，马上叫上一级；第二次退单由市里定，定了就不能再退。
choice-decline-sure = ↩️ 确定退单
toast-final = 市里已经定了归这里办，不能再退。有新情况请找市里
mark-final = ⚖️ 市里定的，不能再退
mark-for-city = ⚖️ 退过两次，请市里定归哪个县（点「改地点」→「不在本县」）
event-decided = 市里定
command-dismiss = 同事离岗（带班领导）
event-released = 承办人离岗，重新叫人
ask-dismiss = 谁离岗？（名字后面是手上未结的案件数）
dismiss-label = { $name } · { $role } · { $count } 件
ask-dismiss-sure = { $person } 离岗？马上看不到任何案件，手上的案件重新叫人，值班表重排。
choice-dismiss-sure = 🚪 确定离岗
dismiss-nobody = 没有找到这个人。用法：/dismiss 或 /dismiss 姓名
dismissed = { $name } 已离岗。手上 { $count } 件案件正在重新叫人，值班表已重排。
left-service = 您已不在{ $office }任职，以后这里不再显示案件。您仍然可以用 /report 反映孩子的事。
list-by-all = 全部
list-by-L1 = 🔴 特急
list-by-L2 = 🟠 紧急
list-by-L3 = 🟡 一般
list-by-L4 = 🔵 咨询
list-by-late = ⏰ 超时
list-by-soon = 一天内到期
list-nothing-fits = 没有这样的案件。看全部：/open
list-more = 还有 { $count } 件，请写得更细，如 /open 双店镇 或 /open 0417

# /help
help-staff = <b>怎么用</b>
help-officer =
    <b>值班</b>
    · 有案件时这里会响：「✅ 接单」就归您办，不该您办的「↩️ 退单」，时限照走
    · 卡片上的按钮：问报告人、派人走访、加派部门、会商、办结；“回复”卡片就是记录
    · 我手上的：/mine　未结的：/open（可加编号、镇名）　谁值班：/duty
    · 值班表：/roster　换班：/swap　请假：/absent
help-lead =
    <b>带班</b>
    · 急件办结、退回的案件归谁，由您在卡片上点；时限到了没人办，可以「🤝 接手」
    · 安排顶班：/cover　邀请同事：/invite　同事离岗：/dismiss
help-visitor =
    <b>走访</b>
    · 请您去走访时这里会响：先点「✅ 我这就去」，看过点「📝 填走访情况」，去不了点「🙅 我去不了」
    · 还没走访的：/mine
help-agency =
    <b>协办</b>
    · 请你们协办时这里会响：先点「✍️ 签收」，办了点「📨 回复」
    · 还没回复的：/mine
help-last =
    反映一件新的事，或替来电的人登记：/report
    换语言，点下面。
