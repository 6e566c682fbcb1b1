button-ask_agency = 💬 问部门
button-call-sign = ✍️ 签收
button-call-answer = 📨 回复
button-call-add = 📎 再补充
button-call-refuse = ↩️ 退回/不属于我们
card-seen = ，{ $name } { $when } 签收
entry-to_agency = 问部门
notice-agency_mute = 🏛 { $agencies } 还没有人签收，请打电话催
notice-agency_gone = 🏛 部门的联系人收不到消息了，或者不再任职：请打电话找部门
notice-agency_said = 🏛 部门回复来了
notice-agency_no = 🏛 部门退回了，理由在下面：请另找部门，或打电话商量
event-agency-signed = 部门签收
event-agency-asked = 问部门
event-agency-refused = 部门退回
event-agency-reminded = 催部门
event-agency-unreached = 部门联系人收不到消息
event-agency-left = 部门联系人离开
event-agency_mute-queued = 提醒部门没签收
event-agency_gone-queued = 通知部门联系不上
event-agency_said-queued = 通知部门回复
event-agency_no-queued = 通知部门退回
call-new = 🏛 <b>请协办　{ $number }</b>　{ $level }
call-remind = 🔔 <b>还在等你们　{ $number }</b>　{ $level }
call-question = 💬 <b>承办人又问　{ $number }</b>　{ $level }
call-shown = 🏛 <b>请协办　{ $number }</b>　{ $level }
call-due = ⏰ { $when } 前回复
call-from = 🏢 { $office }
call-place = 📍 { $place }
call-child = 🧒 { $child }
call-purpose = 👀 { $text }
call-question-line = 💬 { $text }
call-signed = ✍️ { $name } { $when } 已签收
call-warning = ⚠️ 不要打听、也不要说是谁反映的。涉及未成年人隐私，不要外传。孩子有危险，先打 { -police } / { -ambulance }。
call-over = 🏛 <b>{ $number }</b>
call-answered-by = ✅ { $name } 已回复
call-refused-by = ↩️ { $name } 已退回
call-ended = 这件事县里不再等回复了，谢谢。还有要说的，点「再补充」，会记到案件上。
call-may-add = 还有要说的，点「再补充」。
call-not-yours = { $number } 已不归您办理。
call-refused-words = 退回：
call-not-ours = 不属于我们管
call-other-place = 不在我们辖区
call-no-means = 办不了，请找别的部门
ask-answer-call = { $number } 怎么样了？写几句就算回复；照片、语音、文件先发，再写，或点「都发完了」。
choice-all-sent = ✅ 都发完了
ask-refuse-call = { $number } 为什么退回？可以点，也可以写。
ask-which-call = 问哪个部门？
ask-agency-question = 想问部门什么？对方只看到孩子在哪里、多大，和您写的话。<b>只写孩子的事，不写是谁反映的，也不抄原话。</b>
call-file-kept = 收到了，已给县里。还可以发，或写几句。
call-answered = 收到了，{ $number } 的回复已给县里。谢谢您。
call-added = 收到了，{ $number } 已记到案件上。
call-refused = 知道了，{ $number } 已退回县里。
call-too-late = { $number } 已经结束，这一步没有办成。要说的请直接打县里的电话。
call-answered-late = { $number } 已经结束，{ $agency } { $name } 又有回复，记在案件上了。请看卡片。
calls-none = 现在没有要你们办的。
call-hint = 有要你们协办的事时这里会响。要回复，请点那张卡片上的「📨 回复」，或直接“回复”那张卡片；/mine 看还没回复的；反映孩子的事，请按 /report。
toast-call-signed = 签收了：{ $number }
toast-call-signed-by = { $name } 已经签收了
toast-call-over = 这件事已经结束，或有人回复过了
toast-nobody-to-ask = 部门没有人在这里，请打电话
agency-asked = 问过{ $name }了（{ $number }），{ $due } 前回复。
agency-added-in-chat =
    已记：加派{ $name }（{ $number }），{ $due } 前回复。
    已发到 { $names } 的手机上，没有签收会催、也会告诉您。
    联系人：{ $contact }
    转介单在下面，也可以打印送去。
invite-agency-usage = 部门联系人要写明是哪个部门：/invite 部门联系人 王警官 公安。部门：{ $agencies }
invite-serves = 您在这个单位已有别的身份，不能用这个链接。请先请带班领导给您办离岗，再打开它。
enrolled-agency =
    { $name }，您好。您现在是{ $agency }在{ $office }的部门联系人。
    有要你们协办的事，这里会响，请打开通知声音。
    /mine 看还没回复的　/report 反映孩子的事
form-ask-agency = 问部门
form-answer-call = 部门回复
form-refuse-call = 部门退回
