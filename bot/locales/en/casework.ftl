card-moved = <b>{ $number }</b> went to another office; nothing of it is shown here any more.
card-not-yours = <b>{ $number }</b>: you may not read this case now.
event-read = Read (restricted)
list-restricted = 🔒 Restricted: only named persons may read it
card-restricted = 🔒 Restricted: every reading is recorded
ask-decline-sure =
    Return { $number }? Please read once more:
    Why: { $reason }
    Whose it is: { $owner }
    The clock runs on and the next above is called at once; a second return is decided by the city, for good.
choice-decline-sure = ↩️ Return it
toast-final = The city decided that it is yours: it cannot be returned. Talk to the city
mark-final = ⚖️ Decided by the city, cannot be returned
mark-for-city = ⚖️ Returned twice: the city decides whose it is (Place → Not in this county)
event-decided = Decided by the city
command-dismiss = A colleague leaves (leads)
event-released = Holder left, people called anew
ask-dismiss = Who leaves? (The number is of open cases in hand.)
dismiss-label = { $name } · { $role } · { $count }
ask-dismiss-sure = { $person } leaves? They see no case from now on; what they hold is called for anew, and the roster is laid again.
choice-dismiss-sure = 🚪 Yes, leaves
dismiss-nobody = Nobody of that name. Usage: /dismiss or /dismiss name
dismissed = { $name } has left. For { $count } cases people are being called; the roster was laid again.
left-service = You no longer serve at { $office }, and no case is shown here any more. You can still use /report for a child's matter.
list-by-all = All
list-by-L1 = 🔴 L1
list-by-L2 = 🟠 L2
list-by-L3 = 🟡 L3
list-by-L4 = 🔵 L4
list-by-late = ⏰ Late
list-by-soon = Due within a day
list-nothing-fits = There is no such case. For all: /open
list-more = { $count } more: please say it closer, such as /open 双店镇 or /open 0417

# /help
help-staff = <b>How to use</b>
help-officer =
    <b>On duty</b>
    · A case rings here: “Accept” makes it yours, “Return” gives back what is not; the clock runs on
    · Buttons of a card: ask the reporter, send a visitor, ask an agency, confer, close; a reply to a card is a note
    · Yours: /mine   Open ones: /open (with a number or a town)   Who is on duty: /duty
    · Roster: /roster   Swap: /swap   Absence: /absent
help-lead =
    <b>Leading</b>
    · You agree to close urgent cases, say where returned ones go, and may take over what nobody does in time
    · Put somebody in: /cover   Invite: /invite   Dismiss: /dismiss
help-visitor =
    <b>Visits</b>
    · A visit asked of you rings here: say that you go, or cannot, and fill in what you saw
    · Visits still to make: /mine
help-agency =
    <b>Your agency</b>
    · A call for your help rings here: sign first, then reply
    · Calls without a reply: /mine
help-last =
    To report something, or for somebody who called: /report
    Another language: tap below.
