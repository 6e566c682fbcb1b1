# 群众和值班员之间的来往：信件、撤回、安全时间、停下。

## 给群众

question-without-words = 请看下面的附件。
question-taken-back = 关于 <b>{ $number }</b> 的那句话，值班的人收回了，不用管。
discreet-letter = 您有一条新消息。
button-open-letter = 打开
button-shut-letter = 看完了，收起来
file-may-tell = ⚠️ 文件里可能带有拍摄（制作）的地点和时间，请勿外传
file-too-big-to-carry = 对方发来一个大文件，这里传不了。请对方用照片或者短视频发。
delete-unknown = 请“回复”您要收回的那句话，再发 /delete 。找不到那句话的，就收不回了。
deleted = 🗑 那句话收回了，您这里也删掉了。为了防止别人拿您的手机删，原话在案件里封存着。
stopped-and-wiped =
    好了。
    超过两天的我删不掉：点上面的名字 → 「⋮」→ 删除聊天。这句话两分钟以后也会消失。
stop-for-staff = 没有打开的表单。
command-hours = 什么时候能给我发消息
ask-safe-hours =
    <b>什么时候给您发消息，不会给您惹麻烦？</b>

    点一个，或者打字，比如「晚上8点到10点」。别的时间，值班的人说的话我先留着，不给您发。
    您自己来问，随时都回。
choice-any-hour = 什么时候都行
hours-unread = 没看懂是几点到几点。请这样打：「晚上8点到10点」，或者「20:00-22:00」。
ask-phone-shared =
    <b>这个手机，别人会看吗？</b>

    会看的，我只发「您有一条新消息」，点开才有内容，看完可以收起来。
choice-phone-mine = 只有我看
choice-phone-shared = 别人也会看
wish-own = 消息照常写。
wish-shared = 消息里不写内容，点开才看得到。
wished = ✅ 记下了：只在 { $hours } 给您发消息。{ $phone }要改，再发 /hours 。
wished-any = ✅ 记下了：什么时候都可以给您发消息。{ $phone }要改，再发 /hours 。
discreet-reminder = 上次没写完的给您留着。想接着写，发一个字就行。
discreet-kept = 上次写的收好了。
form-set-aside = 这句话我另外记下了，刚才那一步先放着。要接着办，再发一次命令。

## 给值班员

question-taken-back-done = 🗑 收回了，报告人手机上也删掉了（两天以前的改成“收回了”）。
question-edited = 改好了（{ $number }），报告人手机上的那句也改。原话留在案件里。
note-edited = 记录改好了（{ $number }），原话留在案件里。
question-held-hours = 🕗 { $number } 的报告人定了安全时间，这句话 <b>{ $when }</b> 送到。现在不会发。
question-held-blocked = 📵 { $number } 的报告人屏蔽了机器人，这句话先留着，人回来了就送到。
question-held-stopped = 📵 { $number } 的报告人清空了聊天、停了消息，这句话先留着。人可能不方便看手机，不要催。
question-choose-another-way =
    🔴 { $number } 是特急：不要等回答。请走别的办法：报警、找学校、找孩子身边可靠的大人、上门。
    不要让任何人知道有人报告过。
delivery-queued = 📤 正在送
delivery-sent = ✅ 已送达
delivery-failed = ⚠️ 没送到
delivery-dropped = 没有送
delivery-hours = 🕗 { $when } 送
delivery-blocked = 📵 报告人屏蔽了，回来再送
delivery-stopped = 📵 报告人停了消息
entry-taken-back = （收回了）
entry-before = 原来写的：<s>{ $words }</s>
notice-edited = ✏️ 报告人改了前面的话，请看
event-edited-queued = 通知改话
event-question-edited = 改了问话
event-question-taken-back = 收回问话
event-taken-back = 报告人收回一句话
case-withdrawn = ↩️ { $number } 的报告人撤回了，不是急事，按“报告人撤回”办结了。
outcome-withdrawn = 报告人撤回

## 恶意、骚扰、恶作剧

queued-in-line = 您说的事很多，这一件也收好了，正在排队，一件也不丢。孩子有危险，直接说出来，马上有人管。
mark-needs-card = 请“回复”那张案件卡片，再发 /abusive（报告人恶意骚扰）或 /hoax（疑似恶作剧）。去掉，在后面加 off 。
marked-abusive = 🤫 { $number } 的报告人记为恶意骚扰：以后的报告进安静列表（/quiet），到了答应的时限才叫人；说到孩子有危险，照样马上叫。去掉：回复卡片发 /abusive off
unmarked-abusive = { $number } 的报告人，恶意骚扰的记号去掉了。
marked-hoax = 🎭 { $number } 记为疑似恶作剧，案件还在，不会删。去掉：回复卡片发 /hoax off
unmarked-hoax = { $number } 的恶作剧记号去掉了。
mark-hoax = 🎭 疑似恶作剧
mark-abusive = 🤫 报告人被记为恶意骚扰
mark-quiet = 🤫 安静列表：到时限才叫人
list-quiet = <b>安静列表</b> { $count } 件（{ $page }/{ $pages }）
list-quiet-empty = 安静列表是空的。
event-reporter-marked = 报告人记为恶意
event-reporter-unmarked = 去掉恶意记号
event-hoax-marked = 记为恶作剧
event-hoax-unmarked = 去掉恶作剧记号

## 换了手机

lookup-here =
    📱 要补充，接着发话就行。从现在起，值班的人的话发到<b>这个</b>手机，不再发到以前的手机。以前的话，这里看不到。
    看完不想留在这里，发 /stop 。
button-only-looked = 只是看一下，还发到以前的手机
only-looked = 好，{ $number } 的消息还发到以前的手机，这里不再收到。
phone-other = 📱 另一部手机
phone-former = ⚠️ 以前的手机
event-phone-proven = 报告人换了手机
event-phone-left = 报告人换回以前的手机
