# What residents read. Short sentences and common words.

## How questions look

step = Step { $this } of { $of }
choice-back = ◀️ Back
choice-skip = Skip ▶️
choice-stop = ⏹ Stop
choice-cancel = Cancel
choice-unknown = Not known
form-cancelled = All right, never mind.
form-tap-please = Please press one of the buttons below. If none fits, press “Cancel”.
form-told-early = I have noted what you said. One answer is still missing:
form-file-later = I can take one file here, and have not taken this one. Answer the question below, then send it again.

## Danger

ask-danger =
    <b>Is a child in danger right now?</b>

    Being beaten, bleeding, unconscious, or a small child left alone: all of these count.
    Life comes first, call: <b>{ -police }</b> police · <b>{ -ambulance }</b> ambulance · <b>{ -fire }</b> fire and water
choice-danger-yes = 🔴 Yes, in danger now
choice-danger-no = No
choice-unsure = I cannot tell
emergency =
    🔴 <b>Life comes first. Please call:</b>

    <b>📞 { -police } – police</b>
    <b>📞 { -ambulance } – ambulance</b>
    <b>📞 { -fire } – fire, drowning, trapped</b>

    If you cannot call, shout for a grown-up near you.
    I am passing your words to the duty officer right now.
filed-at-once =
    This is with the duty officer now; even if you say no more, somebody acts.
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b>
    From another phone you need the number and the code. Tell the code to nobody.

## What happened

ask-what =
    <b>What happened?</b>

    Say it in your own way: write, speak, or send photos.
ask-more =
    Noted. <b>Is there anything else?</b>

    If so, just send it. If not, press “That is all”.
ask-more-gently =
    Noted. <b>This is enough.</b>

    You need not go through it again, and please do not question the child. Trained people will help.
choice-done = ✅ That is all
what-is-needed = Please say first what happened: a few words, a voice message or a photo. To leave, press “Stop”.
noted-first = 📝 I have noted what you said. A few things are missing; let me ask.

## What kind

ask-kind =
    <b>Is it one of these?</b>

    Press what fits best. If unsure, press “Skip”: a person will look at it.
ask-kinds =
    <b>What kind of matter is it?</b>

    Press what fits best. If unsure, press “Skip”: a person will look at it.
choice-all-kinds = None of these, show all

## Where

ask-which-place =
    <b>Where is the child now?</b>

    If none of these is right, press “Another place”, or type the name.
choice-other-place = Another place
ask-whether-place =
    <b>Is it { $place }?</b>

    If not, tap “Another place”, or type the name.
choice-place-is-right = ✅ Yes
# Elsewhere the numbers are the country's, whatever is called here.
outside-told =
    📍 The place you name ({ $place }) is not in Jiangsu, and this hotline serves Jiangsu only.
    <b>In danger, call at once:</b> whoever is there calls <b>110 / 120</b>; if you are not there, call 110 where you are, say where the child is, and ask them to pass it on.
    For anything else, call 12345 there. { $dial }
dial-12345-with = From elsewhere, dial { $number }.
dial-12345-by-area-code = There, just dial it; from elsewhere, dial that place's area code first, then 12345 (114 tells you the area code).
ask-outside =
    <b>What shall become of this?</b>

    If the child is in Jiangsu after all, just type the place.
ask-outside-urgent =
    <b>I hand this to the officer on duty, who will be asked to pass it on there.</b>

    If the child is in Jiangsu after all, just type the place.
choice-outside-close = Good, I will call there
choice-outside-send = Please pass it on all the same
choice-outside-done = ✅ Good, pass it on
choice-outside-here = The child is in Jiangsu
outside-closed = All right. I have not sent this on. If nobody answers there, write to me again and I ask the officer on duty to pass it on.
ask-city =
    <b>Where is the child now?</b>

    Press a city, or type the place, such as “东海县双店镇”.
    If you are with the child, you can press “Send my location”.
choice-location = 📍 Send my location
ask-county = <b>In which county or district?</b>
ask-township = <b>In which town or street office of { $county }?</b>
choice-unknown-township = I do not know the town
ask-village =
    Noted: { $place }. <b>Which village or estate?</b>

    A few words will do. If you do not know, press “Skip”.
location-kept = 📍 I have your location; the duty officer will see it.
location-elsewhere = 📍 I have your location, but it is not where you said.
how-to-share = Please press this button on a phone. On a computer it does not work; just type it instead.

## The child

ask-age =
    <b>About how old is the child?</b>

    Press one, or type a number. There is no need to ask the child.
choice-age-0-3 = 0 to 3 years
choice-age-4-6 = 4 to 6 years
choice-age-7-13 = 7 to 13 years
choice-age-14-17 = 14 to 17 years
ask-sex = <b>A boy or a girl?</b>
choice-sex-boy = 👦 Boy
choice-sex-girl = 👧 Girl

## How to answer you

ask-contact =
    <b>May we write back to you here?</b>

    You need not give your name, and the village will not learn who told us.
choice-anonymous = Yes, without my name (usual)
choice-leave-contact = Yes, and I leave a number
choice-no-reply = Do not write back
ask-details =
    <b>How shall we call you, and what is your number?</b>

    Type it, such as “Wang 139…”, or press the button below.
    If you would rather not, press “Skip”.
choice-share-contact = 📱 Send my phone number

## Reading it back

read-back =
    <b>Please check:</b>

    <b>What:</b> { $words }{ $attachments ->
        [0] {""}
       *[other] {"\u000A"}<b>Photos, voice and so on:</b> { $attachments }
    }
    <b>Kind:</b> { $kind }
    <b>Where:</b> { $place }
    <b>Child:</b> { $child }
    <b>Answer:</b> { $contact }

    If it is right, press “Yes, send”. To add something, just send it.
understood-so =
    <b>{ $understood }</b>

    { $attachments ->
        [0] {""}
        [one] One photo, voice message or the like.{" "}
       *[other] { $attachments } photos, voice messages and the like.{" "}
    }{ $contact }. To add something, just send it.
understood = I have noted everything you said. Shall I send it as it is?
understood-kind = I understand: { $kind }. Is that right?
understood-place = I understand: in { $place }. Is that right?
understood-child = I understand: the child is { $child }. Is that right?
understood-kind-place = I understand: { $kind }, in { $place }. Is that right?
understood-kind-child = I understand: { $kind }, the child is { $child }. Is that right?
understood-place-child = I understand: in { $place }, the child is { $child }. Is that right?
understood-kind-place-child = I understand: { $kind }, in { $place }, the child is { $child }. Is that right?
read-back-unknown = not said
read-back-no-words = nothing written
child-aged = { $age } years old
child-aged-boy = a boy, { $age } years old
child-aged-girl = a girl, { $age } years old
child-baby = under one year old
child-baby-boy = a boy under one year old
child-baby-girl = a girl under one year old
child-boy = a boy
child-girl = a girl
contact-anonymous = We write back here, without your name
contact-left = We write back; you left: { $left }
contact-silent = We do not write back
choice-send = ✅ Yes, send
choice-send-short = Send
choice-right-short = Yes
choice-wrong = Something is wrong
choice-add = Add something
ask-what-is-wrong =
    <b>What is wrong?</b>

    Tap one. You may also just type the right place, or how old the child is.
choice-change-kind = What it is about
choice-change-place = The place
choice-change-child = The age
choice-change-contact = How to answer me
kept-and-ask = I have noted this as well. Now the question from above:
passed-on = ✅ This is with the duty officer as well. Life comes first: call { -police } / { -ambulance } / { -fire }.
passed-on-and-ask =
    ✅ This is with the duty officer as well. Life comes first: call { -police } / { -ambulance } / { -fire }.
    The question from above, if you can answer it:

## Stopping

ask-stopping =
    <b>Stop for now?</b>

    Everything you said is still here.
ask-stopping-filed =
    <b>Stop for now?</b>

    What you said is already with the duty officer and goes on.
choice-go-on = Go on
choice-keep = Keep it for later
choice-send-now = Send it as it is
choice-discard = 🗑 Delete everything
draft-kept = All right, it is kept. Whenever you want to go on, just write.
draft-discarded = It is deleted. If there is anything later, write to me at any time.
draft-reminder =
    What you told me has not been sent yet; I am keeping it for you.
    To go on, press a button below or just write.
draft-reminder-sends =
    What you told me has not been sent yet; I am keeping it for you.
    To go on, just write. If you do not, I pass on what I know to whoever is on duty, { $at }.
draft-sent-for-you =
    You did not go on, so I passed on what I know. Number: <b>{ $number }</b>.
    Code: <b>{ $code }</b> (for asking from another phone; tell nobody)
    Somebody acts by { $due }. You can still add to it at any time.
draft-sent-for-you-taken =
    You did not go on, so I passed on what I know, and <b>an officer has taken it</b>. Number: <b>{ $number }</b>.
    Code: <b>{ $code }</b> (for asking from another phone; tell nobody)
    You can still add to it at any time.
draft-sent-for-you-late =
    You did not go on, so I passed on what I know. Number: <b>{ $number }</b>.
    Code: <b>{ $code }</b> (for asking from another phone; tell nobody)
    Nobody has taken it yet; I am calling those above, one after another. If anyone is in danger, do not
    wait for us: call <b>{ -police } / { -ambulance } / { -fire }</b> first.

## After it was received

received =
    ✅ <b>I have noted it.</b>
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b>

    It is with the duty officer; somebody takes it by <b>{ $due }</b>.
    From another phone you need the number and the code. Tell the code to nobody.
    To see how it stands, send /status . To add something, just write.
    If it gets worse, call { -police } / { -ambulance } first.
received-urgent =
    ✅ <b>I have noted it and am calling the duty officer.</b>
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b>

    Somebody takes it by <b>{ $due }</b>. If nobody does, I call those above, one after another.
    If anyone is in danger, do not wait for us: call <b>{ -police } / { -ambulance } / { -fire }</b> first.
    From another phone you need the number and the code. Tell the code to nobody.
    To add something, just write.
received-late =
    ✅ <b>I have noted it.</b>
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b>

    Nobody has taken it yet; I am calling those above, one after another.
    If anyone is in danger, do not wait for us: call <b>{ -police } / { -ambulance } / { -fire }</b> first.
    From another phone you need the number and the code. Tell the code to nobody.
    To add something, just write.
received-taken =
    ✅ <b>I have noted it, and an officer has taken it already.</b>
    Number: <b>{ $number }</b>
    Code: <b>{ $code }</b>

    They go on by <b>{ $due }</b>.
    If anyone is in danger, do not wait for us: call <b>{ -police } / { -ambulance } / { -fire }</b> first.
    From another phone you need the number and the code. Tell the code to nobody.
    To add something, just write.
addition-kept = ✅ Added; the duty officer can see it.
add-now = Go on, I add it to { $number }: words, voice or photos.
addition-kept-too = ✅ This is noted with that matter too.
ask-which-case =
    I have what you said. <b>Does it belong to an earlier matter, or is it a new one?</b>
ask-which-case-urgent =
    I have added this to your latest matter and am calling the duty officer.
    <b>Does it belong there, or is it a new matter?</b>
choice-to-case = Add to { $number }
choice-another-matter = A new matter
button-add = Add to { $number }
edited-noted = I have noted your correction.
edited-not-carried = This correction was not passed on (the first words had left already, or belong to no case). Please send the corrected words as a new message.
addition-to-closed =
    The matter you mean has ended. I take this as a new matter.
draft-closed = { $number } is closed. If there is news, just write to me: it becomes a new matter.
add-closed = { $number } is closed and cannot be added to. If there is news, just write to me.
add-withdrawn = You have withdrawn { $number }, and it cannot be added to. If there is news, just write to me: it becomes a new matter.
form-expired = That step has waited for long, so I have put it away; nothing was sent. To go on, press the button again.
question-from-officer =
    📩 About <b>{ $number }</b>, the duty officer would like to ask:

    <blockquote>{ $text }</blockquote>

    Just answer here; they cannot see who you are. You need not answer.
answer-carried = ✅ Your answer was passed on ({ $number }).
thanks-heard = You are welcome. If there is news, write to me at any time.
case-accepted = 👤 { $number }: the duty officer has taken it.
case-unanswered =
    { $number }: nobody has taken it yet. <b>It is not lost</b>: I am calling those above, one after another,
    and tell you as soon as somebody takes it.
    If anyone is in danger, do not wait for us: call <b>{ -police } / { -ambulance } / { -fire }</b> first. You can also call { -citizens }.
case-contacted = { $number }: somebody is working on it.
case-closed =
    📬 <b>{ $number } is done.</b>
    Result: { $outcome }

    <blockquote>{ $told }</blockquote>

    Are you satisfied with this?
told-handled = We looked into it, found it was true, and it has been dealt with. Thank you.
told-referred = It was handed to the agency in charge. Thank you.
told-supported = Help is in place. Thank you.
told-unfounded = We looked and did not find this. Thank you for caring about children.
told-duplicate = Somebody is already working on this. Thank you.
told-unreachable = We could not reach anyone. If there is news, please tell us again.
told-other = This matter has been dealt with. Thank you.
button-satisfied = 👍 Satisfied
button-unsatisfied = 👎 Not satisfied
button-reopen = Report again
button-reopen-number = Report { $number } again
thanks-satisfied = Thank you for caring about children.
ask-reopen-reason =
    <b>What is not well with { $number }?</b>

    One sentence will do, or press “Skip”. I will ask them to look again.
reopened = All right, { $number } is open again and somebody will look at it.
not-reopened = { $number } cannot be opened again now. If there is news, just write to me: it becomes a new matter.

## How it stands

status-list =
    <b>What you told me:</b>

    { $lines }

    To add something, press a button below or just write.
status-list-closed =
    <b>What you told me:</b>

    { $lines }

    If something happens again, just write.
status-list-again =
    <b>What you told me:</b>

    { $lines }

    If it is that matter again, or was not done well, press the button below. For another one, just write.
status-empty = There is nothing here that you told me. With a number and a code, send /check. To report, press “I want to report”, or just write.
status-line = { $number } – { $state }; the next step by { $due }
status-line-late = { $number } – { $state }; the promised time has passed, I am calling those above
status-line-closed = { $number } – { $state }
resident-state-new = with the duty officer
resident-state-paging = calling the duty officer
resident-state-accepted = somebody has taken it
resident-state-contacted = being worked on
resident-state-visiting = being visited
resident-state-declined = going to someone better placed
resident-state-closed = done
resident-state-withdrawn = withdrawn by you
when-none = no more waiting
when-today = today { $hour }
when-tomorrow = tomorrow { $hour }
when-day = { $month }/{ $day } { $hour }
ask-number =
    <b>What is the number?</b>

    It looks like “连东海-0417”. You can send the code along with it.
ask-code = <b>Which four words are the code of { $number }?</b>
lookup-result =
    🔎 <b>{ $number }</b>
    { $state }. By: { $due }
lookup-result-late =
    🔎 <b>{ $number }</b>
    { $state }. The promised time has passed; I am calling those above.
lookup-withdrawn =
    🔎 <b>{ $number }</b>
    You have withdrawn it and get no more messages about it. If there is news, just write to me: it becomes a new matter.
lookup-wrong = Number and code do not fit together. Please look at the message from then and send both again. To tell me something, leave the number out and just say it.
code-alone = This looks like a code; I did not keep it. To ask, send number and code together, such as “连东海-0417 moon rain tree lamb”.
lookup-throttled = Too many tries. Please come back in an hour. If it is urgent, call { -police } first.

## Withdrawing

ask-withdraw-which = <b>Which one do you want to withdraw?</b>
ask-withdraw-sure =
    <b>Do you really want to withdraw it?</b>

    You will get no more messages about it. If a child is still in danger, the duty officer goes on.
choice-withdraw = Withdraw
choice-keep-report = Do not withdraw
not-withdrawn = All right, nothing was withdrawn.
withdrawn = { $number } is withdrawn; you get no more messages about it. If there is anything else, write to me.
withdrawn-urgent =
    You have withdrawn { $number } and get no more messages about it.
    As a child's safety is at stake, the duty officer goes on with it. Thank you for speaking up.

## Beginning and everyday words

welcome =
    👋 Hello, this is the child protection hotline.
    If a child is beaten, left alone, missing or bullied, or a family is in need, you can tell me.

    <b>If life is in danger, call { -police } / { -ambulance } / { -fire } first.</b>

    <b>Who reads it:</b> the county's duty officers for child protection. The village does not learn who told us.
    <b>No name needed.</b> Nobody asks for an ID number.
    <b>Good to know:</b> Telegram keeps chats abroad and they are not end-to-end encrypted. If that worries you, phone or tell someone in person.

    Press “I want to report” below, or just write, speak or send photos.
greeted =
    Hello, I am here. This is the child protection hotline: whatever is hard for a child under eighteen, you can tell me.

    Just write, speak or send photos. <b>If life is in danger, call { -police } / { -ambulance } / { -fire } first.</b> For other matters call { -citizens }.
for-others =
    This hotline is for children, and I cannot help with this. For what is lost or stolen call <b>{ -police }</b>, for other matters <b>{ -citizens }</b>.
    If a child is concerned, please say what is the matter with the child.
welcome-back = 👋 You stopped halfway last time, and it is all here. Let us go on.
button-report = 📝 I want to report
privacy-short = 🔒 Only duty officers read this; no name needed. Telegram keeps chats abroad, not end-to-end encrypted. If life is in danger, call <b>{ -police } / { -ambulance }</b> first.
help =
    <b>How it works</b>

    · To report: just write, speak or send photos, or send /report to go step by step
    · How it stands: /status
    · From another phone: /check
    · Complain about staff: /complain · receipt for teachers and doctors: /receipt
    · Withdraw: /withdraw
    · Erase what you said, once it is closed: /erase
    · Somebody is about to look at the phone, or you want no more messages: /stop (empties the chat at once; what you told goes on)
    · When I may write to you: /hours
    · Take a message back: reply to it with /delete

    No name needed. If life is in danger, call <b>{ -police } / { -ambulance } / { -fire }</b> first.
    Others who listen: a heavy heart { -mind } · young people { -youth } · women { -women } · law { -law } · anything else { -citizens }
    To change the language, press below.
choose-language = 请选择语言 / Choose a language
language-changed = All right, I will speak English.
stopped = All right, I will not disturb you. When you want to talk, just write.
flood = Take your time. I keep every message you send; nothing is lost.
not-understood = I did not understand this, but I have kept it. Please put it another way, or press a button below.
sticker = I saw your sticker 🙂 If something is wrong, please write, speak or send photos.
failed-apology =
    I am sorry, something went wrong here. Your message is kept, but perhaps nobody has seen it yet.
    <b>If a child is in danger, call { -police } now.</b> Otherwise please send it again a little later, or call { -citizens }.
file-too-big = This file is too big for me. Please send a smaller one, or say it in words.
toast-stale-resident = This button is out of date. Just write to me.
toast-thanks = Thank you

## Menu and introduction

command-report = I want to report
command-status = How it stands
command-check = Look up by number and code
command-withdraw = Withdraw
command-help = How it works
command-stop = Empty this chat now
bot-description =
    Child protection hotline. If a child is beaten, left alone, missing or bullied, or a family is in need, tell me by text, voice or photo. No name needed.

    The county's duty officers read it, act, and answer you.

    If life is in danger, call { -police } / { -ambulance } / { -fire } first.

    Telegram keeps chats abroad, not end-to-end encrypted.
bot-short-description = Child protection hotline: tell me, no name needed. Life in danger? Call { -police } / { -ambulance } first.
