# The talk between reporters and officers: letters, taking back, safe hours, stopping.

## For residents

question-without-words = Please look at what is below.
question-taken-back = The message about <b>{ $number }</b> was taken back by the officer; never mind it.
discreet-letter = You have a new message.
button-open-letter = Open
button-shut-letter = Done, put it away
file-may-tell = ⚠️ The file may carry where and when it was made; do not pass it on
file-too-big-to-carry = A large file was sent to you that cannot be passed on here. Please ask for a photo or a short video.
delete-unknown = Please reply to the message you want to take back, with /delete. What cannot be found cannot be taken back.
deleted = 🗑 Taken back, and deleted here. So that nobody else can delete it with your phone, the words stay sealed in the case.
stopped-and-wiped =
    Done.
    What is older than two days I cannot delete: tap the name above → “⋮” → Delete chat. This line goes too, in two minutes.
stop-for-staff = No form is open.
command-hours = When I may be written to
ask-safe-hours =
    <b>When may we write to you without getting you into trouble?</b>

    Tap one, or type it, such as “8 pm to 10 pm”. At other times I keep what the officers say.
    What you ask for yourself is answered at any time.
choice-any-hour = At any time
hours-unread = I did not understand the hours. Please write “8 pm to 10 pm” or “20:00-22:00”.
ask-phone-shared =
    <b>Do other people look at this phone?</b>

    Then I write only “You have a new message”; a tap opens it, and you can put it away again.
choice-phone-mine = Only I do
choice-phone-shared = Others do too
wish-own = Messages are written as usual.{" "}
wish-shared = Messages say nothing until you open them.{" "}
wished = ✅ Noted: I write to you only within { $hours }. { $phone }To change it, send /hours.
wished-any = ✅ Noted: I may write to you at any time. { $phone }To change it, send /hours.
discreet-reminder = What you began to write is kept. To go on, just write.
discreet-kept = What you wrote is kept.
form-set-aside = I noted this by itself and put the former step aside. To go on with it, send its command again.

## For officers

question-taken-back-done = 🗑 Taken back, and deleted on the reporter's phone (what is older than two days says so instead).
question-edited = Changed ({ $number }), on the reporter's phone too. The former words stay in the case.
note-edited = Note changed ({ $number }); the former words stay in the case.
question-held-hours = 🕗 The reporter of { $number } has set safe hours: this arrives <b>{ $when }</b>. Nothing is sent now.
question-held-blocked = 📵 The reporter of { $number } has blocked the bot. This is kept, and sent when they are back.
question-held-stopped = 📵 The reporter of { $number } emptied the chat and stopped messages. This is kept. They may not be free to look: do not press.
question-choose-another-way =
    🔴 { $number } is an emergency: do not wait for an answer. Choose another way: police, school, an adult near the child, a visit.
    Let nobody know that somebody reported.
delivery-queued = 📤 on its way
delivery-sent = ✅ delivered
delivery-failed = ⚠️ not delivered
delivery-dropped = not sent
delivery-hours = 🕗 sent { $when }
delivery-blocked = 📵 blocked; sent when they are back
delivery-stopped = 📵 stopped by the reporter
entry-taken-back = (taken back)
entry-before = before: <s>{ $words }</s>
notice-edited = ✏️ The reporter changed what they had said
event-edited-queued = told of the change
event-question-edited = question changed
event-question-taken-back = question taken back
event-taken-back = reporter took a message back
case-withdrawn = ↩️ The reporter of { $number } withdrew it; it was not urgent and is closed as withdrawn.
outcome-withdrawn = Withdrawn by the reporter

## Abuse and hoaxes

queued-in-line = You have told very much; this is kept too and waits in line, nothing is lost. If a child is in danger, say so, and somebody comes at once.
mark-needs-card = Please reply to the card of the case with /abusive (the reporter harasses) or /hoax. To take it back, add off.
marked-abusive = 🤫 The reporter of { $number } is marked as abusive: what they report goes to the quiet list (/quiet), and nobody is called before the promised moment. Words of danger still call at once. To take it back, reply with /abusive off
unmarked-abusive = The reporter of { $number } is not marked any more.
marked-hoax = 🎭 { $number } is marked as a hoax. The case stays. To take it back, reply with /hoax off
unmarked-hoax = { $number } is not marked as a hoax any more.
mark-hoax = 🎭 Perhaps a hoax
mark-abusive = 🤫 Reporter marked as abusive
mark-quiet = 🤫 Quiet list: nobody is called before the deadline
list-quiet = <b>Quiet list</b> { $count } (page { $page }/{ $pages })
list-quiet-empty = The quiet list is empty.
event-reporter-marked = reporter marked
event-reporter-unmarked = reporter unmarked
event-hoax-marked = marked as a hoax
event-hoax-unmarked = hoax mark removed

## Another phone

lookup-here =
    📱 To add something, just write. From now on the officer's words come to <b>this</b> phone, and no more to the one before. What was said before is not shown here.
    If you do not want it to stay here, send /stop .
button-only-looked = Only looking; write to the phone before
only-looked = Fine: about { $number } you are written to on the phone before, and not here.
phone-other = 📱 another phone
phone-former = ⚠️ a former phone
event-phone-proven = The reporter changed the phone
event-phone-left = The reporter went back to a former phone
