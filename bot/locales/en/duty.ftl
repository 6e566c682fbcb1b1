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
roster-usage = Usage: /roster for this month, /roster 12 for December. Those above may add an office: /roster 320722

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
absent-today = today
absent-tomorrow = tomorrow
absent-unread = That was not understood. Type a time ahead, such as “tomorrow”, “11-26 to 11-28” or “tomorrow 8:30 to 17:30”.
absent-past = That time has passed.
absent-covered = Every turn is taken.
absent-holes =
    Holes that nobody takes:
    { $lines }
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
