card-alike = 🔗 May be the same matter: { $numbers }
card-joined = <b>{ $number }</b> was joined into <b>{ $into }</b>; see that card.
button-join = 🔗 Join
outcome-joined = Joined
event-joined = a case joined
event-joined-into = joined into another
menu-join =
    🔗 Is <b>{ $number }</b> about the same child and the same matter as one of these? If unsure, “📄 Read” first.
    { $lines }
    Once joined: the later goes into the earlier, the higher level holds; reporters do not learn of each other, each keeps their number. Joined by mistake: tap “✂️ Part” on the card.
join-line = { $emoji } <b>{ $number }</b> · { $when } · { $kind } · { $place } · { $child }
join-look = 📄 Read { $number }
join-same = 🔗 Yes, join { $number }
join-none = None of these
join-left = Nothing was joined.
join-done = 🔗 <b>{ $number }</b> was joined into <b>{ $into }</b>. Go on at the card of { $into }.
toast-joined = Joined into { $into }
toast-none-alike = No case looks the same now
button-part = ✂️ Part
card-parted = <b>{ $number }</b> was parted and goes on by itself; see its new card.
event-parted = a case parted
event-parted-from = parted from another
form-part = Part cases
ask-part-which = Which case shall be parted from { $number }?
ask-part-reason = Why shall { $number } and what was joined into it ({ $others }) be parted? Tap or write; it stays on both cases. Each then goes on by itself, and reporters do not learn of it.
part-other-child = Not the same child
part-other-matter = Not the same matter
part-mistaken = Tapped by mistake
parted-yours = ✂️ { $parted } was parted from { $number } and is yours; its card is here. Its level was not lowered; “Level” does that.
parted-called = ✂️ { $parted } was parted from { $number }; people are being called.
