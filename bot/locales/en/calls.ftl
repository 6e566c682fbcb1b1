button-ask_agency = 💬 Ask the agency
button-call-sign = ✍️ Seen
button-call-answer = 📨 Answer
button-call-add = 📎 Add more
button-call-refuse = ↩️ Give back / not ours
card-seen = { "," } seen by { $name } { $when }
entry-to_agency = Asked of the agency
notice-agency_mute = 🏛 Nobody of { $agencies } has seen the call yet: please phone them
notice-agency_gone = 🏛 The agency's contact cannot be reached or serves no more: please phone the agency
notice-agency_said = 🏛 The agency answered
notice-agency_no = 🏛 The agency gave the call back; its reason is below. Ask another, or phone them
event-agency-signed = Seen by agency
event-agency-asked = Agency was asked more
event-agency-refused = Agency gave it back
event-agency-reminded = Agency reminded
event-agency-unreached = Agency's contact not reached
event-agency-left = Agency's contact left
event-agency_mute-queued = Told: agency has not seen it
event-agency_gone-queued = Told: agency not reached
event-agency_said-queued = Told: agency answered
event-agency_no-queued = Told: agency gave it back
call-new = 🏛 <b>Please help　{ $number }</b>　{ $level }
call-remind = 🔔 <b>Still waiting for you　{ $number }</b>　{ $level }
call-question = 💬 <b>The officer asks more　{ $number }</b>　{ $level }
call-shown = 🏛 <b>Please help　{ $number }</b>　{ $level }
call-due = ⏰ Answer by { $when }
call-from = 🏢 { $office }
call-place = 📍 { $place }
call-child = 🧒 { $child }
call-purpose = 👀 { $text }
call-question-line = 💬 { $text }
call-signed = ✍️ Seen by { $name }, { $when }
call-warning = ⚠️ Do not ask or say who told of it. This is a child's private matter: do not pass it on. If the child is in danger, call { -police } / { -ambulance } first.
call-over = 🏛 <b>{ $number }</b>
call-answered-by = ✅ { $name } answered
call-refused-by = ↩️ { $name } gave it back
call-ended = The county waits for no answer any more. Thank you. If you have more to say, tap “Add more”: it is kept on the case.
call-may-add = If you have more to say, tap “Add more”.
call-not-yours = { $number } is no longer yours.
call-refused-words = { "Given back: " }
call-not-ours = This is not our business
call-other-place = Not in our area
call-no-means = We cannot; please ask another agency
ask-answer-call = How does { $number } stand? A few words are the answer. Send pictures, voice or files first, then write, or tap “That is all”.
choice-all-sent = ✅ That is all
ask-refuse-call = Why do you give { $number } back? Tap, or write.
ask-which-call = Which agency do you ask?
ask-agency-question = What do you ask the agency? They see where the child is, how old, and your words. <b>Write about the child only: not who reported, and none of the report's words.</b>
call-file-kept = Kept, and the county has it. Send more, or write a few words.
call-answered = Thank you. The county has your answer on { $number }.
call-added = Kept on the case: { $number }.
call-refused = { $number } went back to the county.
call-too-late = { $number } is over and this was not done. Please phone the county.
call-answered-late = { $number } is over; { $name } of { $agency } answered again. It is kept: see the card.
calls-none = Nothing waits for you now.
call-hint = This chat rings when your agency is asked for help. To answer, tap “📨 Answer” on that card, or reply to it; /mine shows what waits; for a child's matter press /report.
toast-call-signed = Noted: you have seen { $number }
toast-call-signed-by = { $name } has it already
toast-call-over = This is over, or somebody answered it
toast-nobody-to-ask = Nobody of the agency is here; please phone them
agency-asked = { $name } was asked ({ $number }); the answer is due by { $due }.
agency-added-in-chat =
    Noted: { $name } is asked for { $number }, to answer by { $due }.
    It went to the phone of { $names }. If nobody sees it, they are reminded and you are told.
    Contact: { $contact }
    The form is below and can be printed too.
invite-agency-usage = Say for which agency the contact answers: /invite agency 王警官 公安. Agencies: { $agencies }
invite-serves = You serve here in another role, so this link is not for you. Ask your lead to take you out of it first, then open it.
enrolled-agency =
    { $name }, you are now the contact of { $agency } for { $office }.
    This chat rings when your agency is asked for help: keep its sound on.
    /mine what waits　/report a child's matter
form-ask-agency = Question to an agency
form-answer-call = Answer of the agency
form-refuse-call = Call given back
