# The duty roster: holes, shift changes, swaps, absences. For officers and leads.

## Holes

span-from-to = { $begins } to { $ends }
span-from = from { $begins } on
hole-nobody = · { $tier }, { $span }: nobody
hole-unreachable = · { $tier }, { $span }: { $name } gets no messages
holes-more = …and { $count } more
holes-urgent =
    ⚠️ <b>{ $office }</b>: holes in the roster within a day:
    { $lines }
    Please find somebody now. The roster: /roster
holes-morning =
    📋 <b>{ $office }</b>: holes in the roster of the next two weeks:
    { $lines }
    Please find somebody soon. The roster: /roster
calendar-missing =
    📅 The holidays of { $year } are not in the calendar yet; deadlines in working days can only be provisional. Once the State Council has published them, an operator should enter them in calendar.yaml.

## Shift changes

handover-heading = 🤝 <b>{ $office }</b>, { $tier }: it is yours now, until { $until }.
handover-none = No open case.
handover-cases = <b>{ $count } open:</b>
handover-more = …and { $count } more: /open
handover-watch = 👀 To watch: { $watch }
watch-urgent = { $count } urgent
watch-waiting = { $count } without a holder
watch-late = { $count } late
handover-waiting = 🔔 <b>{ $count } cases from before nobody has taken. Open and accept each:</b>
handover-sign = 👇 Please sign. Not signed within { $minutes } minutes counts as no answer, and somebody else is called.
handover-signed = ✅ Signed { $when }.
button-sign = ✅ Sign on
handover-missed =
    ⚠️ { $name } has not signed ({ $office }, { $tier }, until { $until }) and counts as not answering.
    Standing in: { $next }. Please call them.
handover-step-in =
    ⚠️ { $name } does not answer ({ $office }, { $tier }): <b>please stand in now</b>, until { $until }. Cases will call you as well.
handover-late = ✅ { $name } has signed now, late ({ $office }, { $tier }, until { $until }).
duty-unsigned = { " " }(not signed)
toast-signed = Signed, thank you
toast-signed-before = You have signed already
toast-shift-over = This shift is over, or somebody else has it

## Swaps

command-roster = This month's roster
command-swap = Swap a shift
command-absent = Be absent
swap-no-return = Nothing in return.
swap-return = In return, your shift: { $span }
swap-asked =
    🔄 <b>{ $asker }</b> asks you to take a shift ({ $tier }):
    { $span }
    { $back }
    Do you agree?
swap-agreed = ✅ { $asked } agreed: { $span } ({ $tier }) is { $asked }'s now. { $back }
swap-refused = { $asked } cannot: { $span } ({ $tier }) is still yours. Ask another with /swap.
swap-void = { $span } ({ $tier }) was not swapped: { $asked } did not answer in time, or the roster has changed.
swap-done = 🔄 Swap: { $span } ({ $tier }) went from { $asker } to { $asked }. { $back }
button-swap-agree = ✅ I agree
button-swap-refuse = I cannot
toast-swap-agreed = The shift is yours now
toast-swap-refused = Not swapped
toast-swap-stale = The roster has changed; this swap is void
swap-answered = 🔄 { $span } ({ $tier }): { $answer }

## The roster

roster-title = { $office }, roster of { $year }-{ $month }
roster-nobody = nobody
button-month = Month { $month } ▶
weekday-0 = Mon
weekday-1 = Tue
weekday-2 = Wed
weekday-3 = Thu
weekday-4 = Fri
weekday-5 = Sat
weekday-6 = Sun
roster-usage = Usage: /roster for this month, /roster 12 for December, /roster xlsx 12 for a sheet that may be changed (who lays the roster). Those above may add an office: /roster 320722

## The dialogues of swaps and absences

ask-swap-shift =
    <b>Which shift shall somebody take?</b>

    Tap one. For a part of it type the time, such as “11-26 20:00 to 11-27 8:30”.
ask-swap-colleague = <b>Who shall take it?</b>
ask-swap-back = <b>Which shift of { $colleague } do you take in return?</b>
ask-swap-sure =
    Please look once more:
    You give: { $shift }
    To: { $colleague }
    In return: { $back }

    It counts once they agree; until then the shift is yours.
choice-no-return = Nothing in return
choice-swap-sure = ✅ Ask them
swap-unread = That was not understood, or is not within your shifts. Tap one, or type a time such as “11-26 20:00 to 11-27 8:30”.
swap-sent = { $name } has been asked. Until they agree the shift is yours.
swap-none = You have no shift ahead to swap. The roster: /roster
swap-nobody = There is no colleague of the same tier here.
ask-absent-span =
    <b>From when until when is { $name } away?</b>

    Tap one, or type the time, such as “11-26 to 11-28” or “tomorrow 8:30 to 17:30”.
ask-absent-sure =
    { $name } is away { $span }. Is that right?

    The turns pass to the next in order, and the lead is told.
choice-absent-sure = ✅ Yes
choice-returned = 🙋 Back on duty now
absent-now = the shift that runs
absent-today = today
absent-tomorrow = tomorrow
absent-unread = That was not understood. Type a time ahead, such as “tomorrow”, “11-26 to 11-28” or “tomorrow 8:30 to 17:30”.
absent-past = That time has passed.
absent-covered = Every turn is taken.
absent-holes =
    Holes that nobody takes:
    { $lines }
absent-changed = Their turns have changed: { $names }; they are told.
absent-done =
    Noted: { $name } is away { $span }.
    { $lines }
absent-told =
    🏖 { $name } is away { $span }.
    { $lines }
absent-unknown = There is no colleague “{ $name }”. There are: { $names }
returned-done = { $name } takes turns again from now on.
returned-told = 🙋 { $name } is back and takes turns again from now on.

## The roster as a sheet

sheet-head-day = Day
sheet-head-weekday = Weekday
sheet-head-tier = Tier
sheet-head-name = Name
sheet-head-hours = Time
sheet-problem = { $cell }: { $what }
sheet-no-head = no headings found; one of the first ten rows must say Day, Tier, Name, or Day, Lead, Duty, Backup
sheet-empty = there is no row of duty below the headings
sheet-too-long = more than { $count } rows; import it in parts
sheet-no-day = “{ $value }” is no day; write 2026-12-01
sheet-far-day = “{ $value }” is too far ahead; is the year right?
sheet-no-tier = “{ $value }” is no tier; write lead, duty or backup
sheet-no-name = there is no name
sheet-no-hours = “{ $value }” is no time; write 08:30-20:30, or leave it empty
sheet-perhaps = nobody is called “{ $name }”; did you mean { $meant }?
sheet-nobody = nobody is called “{ $name }”. There are: { $names }
sheet-same-name = { $count } people are called “{ $name }”; give one another name first
sheet-miscounted = this day has { $turns } turns and { $count } names

## Taking in a sheet in chat

sheet-caption =
    📄 The roster of { $office }. Change it and send the file back; I first say what would change, and it counts once you tap.
sheet-offer = 📋 <b>{ $office }</b>: { $span }, { $tiers }.
sheet-tier-days = { $tier } { $count } days
sheet-day = { $month }-{ $day }
sheet-days-of-month = { $month }-{ $first } to { $month }-{ $last }
sheet-changed = On { $count } of these days somebody else is on duty:
sheet-difference = · { $day } { $tier }: { $before } → { $after }
sheet-filled = { $count } days that nobody had are filled.
sheet-same = It is what stands on the roster now.
sheet-over = { $count } days that are over stay as they were.
sheet-left-tiers = The sheet says nothing of { $tiers }; that stays as it is.
sheet-unread = These sheets have no headings of a roster and were not read: { $titles }
sheet-holes =
    ⚠️ Taken in, it leaves these times with nobody:
    { $lines }
sheet-ask = Take it in? Until then the roster stays as it is.
sheet-wrong =
    ✖ { $count } things in the sheet are wrong; nothing was taken in:
    { $lines }

    Please correct them and send the file again.
sheet-done =
    ✅ Taken in:
    { $lines }
    The roster: /roster
sheet-left = Not taken in; the roster stays as it was.
sheet-lapsed = You did not answer for a day whether your roster shall be taken in, so it was dropped and the roster stays as it was. Send it again if you want it.
sheet-all-over = All days of the sheet are over; there is nothing to take in.
sheet-which-office =
    <b>Which office's roster is it?</b>
    If none of these, call the sheet by the office's name or code and send it again.
sheet-name-office = I cannot see which office's roster it is. Call the sheet by the office's name or code (such as 东海县 or 320722) and send it again.
sheet-not-theirs = “{ $title }” is the roster of { $office }, which is not yours to lay. Nothing was taken in.
sheet-delayed = The sheet could not be fetched just now. I try again in a while and tell you.
sheet-file-type = This file is no .xlsx sheet. Please save it as .xlsx and send it again.
sheet-file-old = This sheet is of the old kind. Please save it as .xlsx and send it again.
sheet-file-password = This sheet is locked by a password. Please take it off and send it again.
sheet-file-macros = This sheet holds macros and is not taken in. Please save it as a plain .xlsx and send it again.
sheet-file-size = This file is far too large for a roster. Please keep only the roster, save it as .xlsx and send it again.
sheet-file-broken = This sheet is broken and cannot be read. Please open it, save it as .xlsx and send it again.
sheet-file-empty = This sheet is empty.
sheet-file-gone = This file could not be fetched. Please send it again.
button-sheet-take = ✅ Take in
button-sheet-leave = ✖ Leave
toast-sheet-taken = Taken in
toast-sheet-left = Not taken in
toast-sheet-gone = This sheet was answered before, or is too old
toast-sheet-changed = The roster or the staff has just changed; please look again

## Covering

command-cover = Put somebody in (leads)
ask-cover-office = <b>Which office's roster?</b>
ask-cover-tier = <b>Which tier?</b>
ask-cover-person = <b>{ $tier }: who comes in?</b>
ask-cover-span =
    <b>{ $person } ({ $tier }): from when to when?</b>

    Tap one, or type a time such as “11-26 20:00 to 11-27 8:30”.
ask-cover-sure =
    Please look once more:
    { $person }, { $tier }
    { $span }

    Whoever's turn it is, this time is { $person }'s, and both are told.
choice-cover-sure = ✅ Do so
cover-usage = Usage: /cover 王芳 11-26 20:00 to 11-27 8:30, with the tier in front if you like: /cover backup 王芳 tomorrow
cover-done = ✅ { $span }, { $office }, { $tier }: { $name } comes in for { $relieved }; they have been told. The roster: /roster
cover-done-nobody = ✅ { $span }, { $office }, { $tier }: { $name } comes in, where there was nobody. { $name } has been told. The roster: /roster
cover-put-in = 🔄 Your lead put you in: { $span }, { $office }, { $tier }. The roster: /roster
cover-relieved = 🔄 { $span }, { $office }, { $tier }: { $name } stands in for you; you are off. The roster: /roster
roster-changed-yours =
    🔄 <b>The roster of { $office } was changed.</b> Your turns of the next { $days } days are now:
    { $lines }
    All of it: /roster
roster-changed-none = 🔄 <b>The roster of { $office } was changed.</b> You have no turn in the next { $days } days. See /roster
roster-changed-turn = • { $span } { $tier }
roster-changed-new = 🆕 { $span } { $tier }
roster-changed-of = 🔄 The roster of { $office } was changed; whose turns are others now: { $names }. See /roster
roster-changed-missed = ⚠️ No message reaches these, please call them: { $names }
cover-there-already = { $span } is { $name }'s anyway ({ $tier }).
cover-not-free = Nothing was changed: within { $span } { $name } is absent, or on duty, and cannot take { $tier }. Take another person, or another time.
