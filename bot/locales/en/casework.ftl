card-moved = <b>{ $number }</b> went to another office; nothing of it is shown here any more.
card-not-yours = <b>{ $number }</b>: you may not read this case now.
event-read = Read (restricted)
list-restricted = 🔒 Restricted: only named persons may read it
card-restricted = 🔒 Restricted: every reading is recorded
