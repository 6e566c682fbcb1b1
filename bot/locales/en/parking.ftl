# Forms that were left half filled in: gone on with from /menu or from the case's card.

command-menu = What I can do, and go on
menu-with-forms =
    📋 <b>Half filled in: tap to go on</b> (🗑 throws it away).

    { $lines }
menu-plain =
    📋 <b>What you can do</b>

    { $lines }
button-go_on = ▶️ Go on
button-go-on-with = ▶️ Go on: { $form }
form-put-by = “{ $form }” is put by with all that you wrote, and nothing was sent; go on with /menu .
form-taken-up = ▶️ Going on where you left; what you wrote is all there.
form-of-case = { $form } { $number }
form-decline = Return
form-ask = Ask the reporter
form-note = Note
form-close = Close
form-lower = Lower the level
form-ask-visit = Send somebody
form-agency = Call an agency in
form-agency-answer = Agency's answer
form-refuse = Refuse the closing
form-reopen = Open again
form-visit = Report of the visit
form-feedback = Not well yet
form-absent = Absence
form-swap = Swap of a shift
form-cover = Putting somebody in
form-complaint = Complaint
form-wishes = Safe hours
toast-parked-gone = Nothing is left half filled in
toast-parked-dropped = Thrown away
toast-parked-over = This cannot be gone on with: the case was closed or handed on, or is not yours any more
