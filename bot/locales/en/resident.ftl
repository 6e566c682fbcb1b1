bot-description = Child protection hotline. If a child is beaten, left alone, missing, hungry, ill, out of school, or near a dangerous pond, just write, speak or send a photo. You need not give your name. If life is in danger call 110 / 120 first. Note: Telegram keeps chats abroad and they are not end-to-end encrypted.
bot-short-description = Child protection hotline: one message is enough. In danger call 110 / 120 first.
command-start = Start
command-report = Report something
command-status = What I reported
command-check = Look up by number and code
command-withdraw = Withdraw my report
command-help = Help and language
command-stop = Stop messages
button-report = 📝 Report something

welcome =
    Hello, this is the child protection hotline.
    If a child is in trouble, <b>just write, speak or send a photo</b>. One sentence is enough.

    · Only the duty officers of the county's child protection centre read it.
    · You need not give your name; the village will not know who told us.
    · Telegram keeps chats abroad and they are not end-to-end encrypted.
    · If a child is in danger now, <b>call 110 first; hurt or ill, 120</b>.
welcome-back = Let us go on where we were.
privacy-short = Only duty officers read your words, and you need not give your name. Telegram keeps chats abroad, not end-to-end encrypted. In danger call 110 / 120 first.
noted-first = I have noted it.
emergency =
    ‼️ <b>Call 110 first</b>
    ‼️ <b>Hurt or ill: 120　Fire: 119</b>

    I am calling the duty officer now. If you can, tell me more.

step = Step { $this } of { $of }
choice-back = ◀ Back
choice-skip = Skip ▶
choice-stop = ⏹ Stop
choice-cancel = ✖ Cancel
choice-unknown = Not known
ask-danger = Is the child in danger <b>now</b>?
choice-danger-yes = 🆘 Yes, in danger now
choice-danger-no = No
choice-unsure = I cannot tell
ask-what = What happened? Write, speak or send photos.
ask-more = Anything else? If not, press “That is all”.
ask-more-gently = You need not describe more; this is enough. Anything else? If not, press “That is all”.
choice-done = ✅ That is all
what-is-needed = Please say in one sentence what it is about, so that I know whom to call.
ask-kind = What kind of matter is it?
ask-kinds = Please choose what fits best.
choice-all-kinds = None of these, show all
ask-which-place = Where is the child now?
choice-other-place = None of these
ask-city = In which city is the child now? You may also type the county and township.
choice-location = 📍 Send my location
ask-county = In which county or district?
ask-township = In which township of { $county }?
choice-unknown-township = I do not know the township
ask-village = Which village or road in { $place }? A few words will do, or skip.
ask-age = About how old is the child?
choice-age-0-3 = 0–3 years
choice-age-4-6 = 4–6 years
choice-age-7-13 = 7–13 years
choice-age-14-17 = 14–17 years
ask-sex = A boy or a girl?
choice-sex-boy = Boy
choice-sex-girl = Girl
child-aged = aged { $age }
child-aged-boy = boy, aged { $age }
child-aged-girl = girl, aged { $age }
child-boy = boy
child-girl = girl
ask-contact = Would you like to leave a name and number? You need not; the officer can answer you here.
choice-anonymous = No, answer me here
choice-leave-contact = Leave name and number
choice-no-reply = Do not write back
ask-details = Please write a name and number, or press the button to send your number.
choice-share-contact = 📱 Send my number
read-back =
    I understood this:

    <blockquote>{ $words }</blockquote>
    Photos, voice and so on: { $attachments }
    Kind: { $kind }
    Place: { $place }
    Child: { $child }
    Contact: { $contact }

    If it is right, press “Send”.
read-back-unknown = not known
contact-anonymous = no name, may be answered here
contact-left = contact left
contact-silent = no name, do not write back
choice-send = 📨 Send
choice-change-kind = Change kind
choice-change-place = Change place
choice-change-contact = Change contact
choice-add = Add something
kept-and-ask = I have noted that as well.
ask-stopping = Stop for now? What you said is still here.
choice-go-on = ↩ Go on
choice-send-now = 📨 Send it as it is
choice-keep = Keep it for later
choice-discard = Do not report, delete it
draft-kept = All right, it is kept. Write anything when you want to go on.
draft-discarded = All right, it is deleted. Come back whenever you need.
draft-reminder = Your report has not been sent yet. Go on here, or press /report.
draft-sent-for-you =
    You did not go on, so I passed on what is known.
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b>
    An officer acts by { $due }. You can still add to it.
received =
    ✅ I have noted it and handed it to the duty officer.
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b> (to ask from another phone; tell nobody)
    An officer takes it by <b>{ $due }</b> at the latest.
    To add something, just write here.
received-urgent =
    ✅ I have noted it and am calling the duty officer, then those above, until somebody takes it.
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b> (to ask from another phone; tell nobody)
    Somebody takes it by <b>{ $due }</b> at the latest.
    In danger still call 110 / 120 first. To add something, just write here.
when-none = closed
when-today = today { $hour }
when-tomorrow = tomorrow { $hour }
when-day = { $month }/{ $day } { $hour }

ask-which-case = Does this belong to what you reported, or is it another matter?
choice-to-case = Add to { $number }
choice-another-matter = Another matter
addition-kept = I have noted it and passed it on to the officer.
add-now = Please go on, I add it to { $number }.
question-from-officer =
    About <b>{ $number }</b>, the officer asks:
    <blockquote>{ $text }</blockquote>
    Just answer here in writing, speech or photos. You need not answer.
answer-carried = Passed on to the officer ({ $number }).
case-accepted = { $number }: an officer has taken it in hand.
case-contacted = { $number }: the officer is working on it.
case-closed =
    <b>{ $number }</b> is closed.
    Result: { $outcome }
    { $told }

    Are you content with this?
told-handled = It was confirmed and has been dealt with. Thank you.
told-referred = It was passed to the agencies in charge. Thank you.
told-supported = Help is in place. Thank you.
told-unfounded = We looked into it and did not find this. Thank you for caring.
told-duplicate = Somebody is already working on this. Thank you.
told-unreachable = We could not reach anyone. Please tell us if anything changes.
told-other = This matter has been dealt with. Thank you.
button-satisfied = 👍 Content
button-unsatisfied = 👎 Not content
button-reopen = 🔁 Not solved, open again
ask-reopen-reason = What is not solved? One sentence will do, or skip.
thanks-satisfied = Thank you. Children are safer because of you.
reopened = All right, { $number } is open again and an officer will act.
not-reopened = { $number } cannot be opened again now. If there is news, just write to me.
toast-thanks = Thank you
toast-stale-resident = This button is out of date
status-list =
    What you reported:
    { $lines }
status-line = · <b>{ $number }</b> { $state }, by { $due }
status-line-closed = · <b>{ $number }</b> { $state }
status-empty = You have not reported anything. To report, just write to me.
button-add = ➕ Add to { $number }
resident-state-new = calling an officer
resident-state-paging = calling an officer
resident-state-declined = another officer is being called
resident-state-accepted = an officer has taken it
resident-state-contacted = being worked on
resident-state-visiting = somebody has been there
resident-state-closed = closed
resident-state-withdrawn = withdrawn by you
ask-number = Please write the number, such as 连东海-0417.
ask-code = Please write the four words of the code for { $number }.
lookup-result = <b>{ $number }</b>: { $state } ({ $due })
lookup-wrong = The number or the code is wrong, please look again.
lookup-throttled = Too many tries; please wait an hour. In danger call 110 / 120.
ask-withdraw-which = Which one do you want to withdraw?
ask-withdraw-sure = Do you really want to withdraw it?
choice-withdraw = Withdraw
choice-keep-report = Do not withdraw
withdrawn = { $number } is withdrawn.
withdrawn-urgent = Your report is withdrawn. The child may still be in danger, so we go on with { $number } and tell nobody who reported it.
not-withdrawn = All right, nothing was withdrawn.
stopped = All right, no more messages. What you reported goes on. To come back press /start.
flood = You write quickly; I read slowly and lose nothing. In danger call 110 / 120 first.
sticker = I cannot read stickers, please write a few words or speak.
edited-noted = I have noted your change.
failed-apology = Sorry, I could not handle that message. Please send it again; in danger call 110 / 120, otherwise 12345.
help =
    · To report: just write, speak or send photos.
    · /status what I reported　/check look up by number and code
    · /withdraw withdraw　/stop no more messages
    · Danger 110, hurt or ill 120, fire 119.
    · Other lines: 12345 citizens, 12355 youth, 12356 mental health.
choose-language = 请选语言 / Choose a language
language-changed = All right, I will speak English.
form-cancelled = All right, cancelled.
form-tap-please = Please press a button below, or write a few words.
