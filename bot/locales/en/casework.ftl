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
