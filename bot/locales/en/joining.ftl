card-alike = 🔗 May be the same matter: { $numbers }
card-joined = <b>{ $number }</b> was joined into <b>{ $into }</b>; see that card.
button-join = 🔗 Join
outcome-joined = Joined
event-joined = a case joined
event-joined-into = joined into another
menu-join =
    🔗 Is <b>{ $number }</b> about the same child and the same matter as one of these? If unsure, “📄 Read” first.
    { $lines }
    Once joined: the later goes into the earlier, the higher level holds; reporters do not learn of each other, each keeps their number. <b>It cannot be undone.</b>
join-line = { $emoji } <b>{ $number }</b> · { $when } · { $kind } · { $place } · { $child }
join-look = 📄 Read { $number }
join-same = 🔗 Yes, join { $number }
join-none = None of these
join-left = Nothing was joined.
join-done = 🔗 <b>{ $number }</b> was joined into <b>{ $into }</b>. Go on at the card of { $into }.
toast-joined = Joined into { $into }
toast-none-alike = No case looks the same now
