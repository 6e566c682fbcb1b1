bot-description = 未成年人保护热线。看到孩子被打、没人管、走丢、吃不饱、生病、失学，或有危险的水塘，写给我们就行，打字、发语音、发照片都可以。可以不留姓名。有生命危险请先打 110 / 120。注意：Telegram 的服务器在国外，聊天不是端到端加密。
bot-short-description = 未保热线：看到孩子有难处，发一句话就行。危险请先打 110 / 120。
command-start = 开始
command-report = 报告一件事
command-status = 我报过的事
command-check = 用编号和暗语查进展
command-withdraw = 撤回我的报告
command-help = 帮助和语言
command-stop = 停下，不再打扰
button-report = 📝 我要报告

welcome =
    您好，这里是未成年人保护热线。
    看到孩子有难处，<b>直接打字、发语音或照片就行</b>，一句话也可以。

    · 看您消息的，只有本县未保中心的值班人员。
    · 您可以不留姓名，村里不会知道是谁说的。
    · 聊天存在国外的 Telegram 服务器上，不是端到端加密。
    · 孩子现在有危险，<b>请先打 110；受伤生病打 120</b>。
welcome-back = 我们接着刚才的说。
privacy-short = 只有值班人员看得到您的话，可以不留姓名。聊天存在国外的 Telegram 服务器上，不是端到端加密。有危险请先打 110 / 120。
noted-first = 我记下了。
emergency =
    ‼️ <b>先打 110</b>
    ‼️ <b>受伤、生病打 120　着火打 119</b>

    我已经在叫值班人员了。能说的话，接着告诉我。

step = 第 { $this }/{ $of } 步
choice-back = ◀ 返回
choice-skip = 跳过 ▶
choice-stop = ⏹ 停止
choice-cancel = ✖ 取消
choice-unknown = 不清楚
ask-danger = 孩子<b>现在</b>有危险吗？
choice-danger-yes = 🆘 有，现在就有危险
choice-danger-no = 没有
choice-unsure = 说不准
ask-what = 出了什么事？打字、发语音、发照片都可以。
ask-more = 还有要说的吗？没有就按“说完了”。
ask-more-gently = 不用细说，知道这些就够了。还有别的要说吗？没有就按“说完了”。
choice-done = ✅ 说完了
what-is-needed = 请先说一句是什么事，我才知道找谁。
ask-kind = 这像是哪一类的事？
ask-kinds = 请选一个最像的。
choice-all-kinds = 都不是，看全部
ask-which-place = 孩子现在在哪里？
choice-other-place = 都不是
ask-city = 孩子现在在哪个市？也可以直接打出县和镇的名字。
choice-location = 📍 发送我的位置
ask-county = 在哪个县（市、区）？
ask-township = 在{ $county }的哪个镇（街道）？
choice-unknown-township = 不知道是哪个镇
ask-village = 在{ $place }的哪个村、哪条路？打几个字就行，不知道就跳过。
ask-age = 孩子大概多大？
choice-age-0-3 = 0–3 岁
choice-age-4-6 = 4–6 岁
choice-age-7-13 = 7–13 岁
choice-age-14-17 = 14–17 岁
ask-sex = 是男孩还是女孩？
choice-sex-boy = 男孩
choice-sex-girl = 女孩
child-aged = { $age } 岁
child-aged-boy = 男孩 { $age } 岁
child-aged-girl = 女孩 { $age } 岁
child-boy = 男孩
child-girl = 女孩
ask-contact = 您想不想留个称呼和电话？不留也行，值班人员可以在这里回您。
choice-anonymous = 不留，在这里回我就行
choice-leave-contact = 留称呼和电话
choice-no-reply = 不要回我消息
ask-details = 请写下称呼和电话，或按按钮发送您的号码。
choice-share-contact = 📱 发送我的号码
read-back =
    我理解的是：

    <blockquote>{ $words }</blockquote>
    照片、语音等：{ $attachments } 件
    类别：{ $kind }
    地点：{ $place }
    孩子：{ $child }
    联系：{ $contact }

    对的话请按“发送”。
read-back-unknown = 不清楚
contact-anonymous = 不留姓名，可以在这里回
contact-left = 留了联系方式
contact-silent = 不留姓名，不要回消息
choice-send = 📨 发送
choice-change-kind = 改类别
choice-change-place = 改地点
choice-change-contact = 改联系方式
choice-add = 再补充几句
kept-and-ask = 这句我也记下了。
ask-stopping = 先停下吗？您说的话还在。
choice-go-on = ↩ 接着说
choice-send-now = 📨 就这样发出去
choice-keep = 先放着，以后再说
choice-discard = 不报了，删掉
draft-kept = 好的，先放着。想接着说的时候，随便发一句就行。
draft-discarded = 好的，已经删掉了。需要时随时再来。
draft-reminder = 刚才的事还没发出去。要发的话接着说，或者按 /report。
draft-sent-for-you =
    您没有接着说，我先按已知的情况报上去了。
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>
    值班人员在 { $due } 前处理。还可以接着补充。
received =
    ✅ 我记下了，已经交给值班人员。
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>（换手机查进展时用，别告诉别人）
    值班人员最晚 <b>{ $due }</b> 答复接手。
    想补充，直接在这里说。
received-urgent =
    ✅ 我记下了，正在叫值班人员，没人接就一级一级往上叫。
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>（换手机查进展时用，别告诉别人）
    最晚 <b>{ $due }</b> 有人接手。
    有危险还是请先打 110 / 120。想补充，直接在这里说。
when-none = 办结
when-today = 今天 { $hour }
when-tomorrow = 明天 { $hour }
when-day = { $month } 月 { $day } 日 { $hour }

ask-which-case = 这句话是补充原来的事，还是另一件事？
choice-to-case = 补充 { $number }
choice-another-matter = 是另一件事
addition-kept = 我记下了，已经转给值班人员。
add-now = 请说，我补充到 { $number } 里。
question-from-officer =
    关于 <b>{ $number }</b>，值班人员想问您：
    <blockquote>{ $text }</blockquote>
    直接回答就行，打字、语音、照片都可以。不想答也没关系。
answer-carried = 已经转给值班人员了（{ $number }）。
case-accepted = { $number }：值班人员已经接手了。
case-contacted = { $number }：值班人员正在处理。
case-closed =
    <b>{ $number }</b> 已经办结。
    结果：{ $outcome }
    { $told }

    您满意吗？
told-handled = 情况已经核实，并且处理好了。谢谢您。
told-referred = 已经转给有关部门接着办。谢谢您。
told-supported = 帮扶已经落实。谢谢您。
told-unfounded = 我们核实过了，没有发现这个情况。谢谢您的关心。
told-duplicate = 这件事已经有人在办了。谢谢您。
told-unreachable = 我们没能联系上。有新情况请再告诉我们。
told-other = 这件事已经处理完了。谢谢您。
button-satisfied = 👍 满意
button-unsatisfied = 👎 不满意
button-reopen = 🔁 事情没解决，再反映
ask-reopen-reason = 哪里没解决好？说一句就行，也可以跳过。
thanks-satisfied = 谢谢您，孩子们因为您更安全了。
reopened = 好的，{ $number } 已经重新打开，值班人员会再处理。
not-reopened = { $number } 现在不能再打开。有新情况请直接写给我。
toast-thanks = 谢谢您
toast-stale-resident = 这个按钮已经过期了
status-list =
    您报过的事：
    { $lines }
status-line = · <b>{ $number }</b> { $state }，最晚 { $due }
status-line-closed = · <b>{ $number }</b> { $state }
status-empty = 您还没有报过事。想报告，直接写给我就行。
button-add = ➕ 补充 { $number }
resident-state-new = 正在叫值班人员
resident-state-paging = 正在叫值班人员
resident-state-declined = 正在换人接手
resident-state-accepted = 值班人员已接手
resident-state-contacted = 正在处理
resident-state-visiting = 已经有人去看了
resident-state-closed = 已办结
resident-state-withdrawn = 您已撤回
ask-number = 请写编号，比如 连东海-0417。
ask-code = 请写 { $number } 的四个词的暗语。
lookup-result = <b>{ $number }</b>：{ $state }（{ $due }）
lookup-wrong = 编号或暗语不对，请再看一眼。
lookup-throttled = 试得太多了，请过一小时再试。急事请打 110 / 120。
ask-withdraw-which = 要撤回哪一件？
ask-withdraw-sure = 真的要撤回吗？
choice-withdraw = 撤回
choice-keep-report = 不撤回
withdrawn = { $number } 已经撤回。
withdrawn-urgent = 您的报告撤回了。孩子可能还有危险，{ $number } 我们会继续处理，不会告诉别人是谁说的。
not-withdrawn = 好的，没有撤回。
stopped = 好的，不再给您发消息了。您报过的事会继续处理。想回来，按 /start。
flood = 您发得有点快，我慢慢看，一句都不会丢。有危险请先打 110 / 120。
sticker = 表情我看不懂，请打几个字或发语音。
edited-noted = 改过的话我记下了。
failed-apology = 对不起，刚才这条我没处理好。请再发一次；有危险请直接打 110 / 120，其他事打 12345。
help =
    · 报告一件事：直接打字、发语音、发照片。
    · /status 看我报过的事　/check 用编号和暗语查
    · /withdraw 撤回　/stop 不再打扰
    · 有危险打 110，受伤生病打 120，着火打 119。
    · 其他热线：12345 政务，12355 青少年，12356 心理。
choose-language = 请选语言 / Choose a language
language-changed = 好的，以后说中文。
form-cancelled = 好的，已取消。
form-tap-please = 请按下面的按钮，或者打几个字。
