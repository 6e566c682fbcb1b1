button-send = 🏠 Send somebody
button-visit-going = ✅ I am going
button-visit-refuse = 🙅 I cannot go
button-visit-report = 📝 Report the visit
card-visit = 🏠 { $name } visits by { $when }
entry-visit = Visit
notice-visit_back = 🏠 The visit was not made and is back with you: send somebody else, or go yourself
notice-visit_found = 🏠 The visit was reported
notice-visit_danger = 🏠‼️ The visitor says that the child is in danger
event-visit-asked = Visit asked for
event-visit-going = Going to visit
event-visit-refused = Cannot go, visit given back
event-visit-reminded = Visitor reminded
event-visit-lapsed = Nothing heard of the visit in time
event-visit-found = Visit reported
event-visit-danger = Danger found on a visit
event-visit_back-queued = Told: visit given back
event-visit_found-queued = Told: visit reported
event-visit_danger-queued = Told: danger found
visit-somebody = 🏠 Send somebody to visit
visit-nobody-enrolled = No village director or township supervisor is enrolled for this place (or the card does not say which township: correct the place first). You can go yourself.
ask-visitor = Who shall visit for { $number }? They see where the child is, how old, and what you write below; never who reported, and nothing that was said.
choice-visit-myself = I go myself
ask-visit-brief = What shall they look at? Tap, or write. <b>Write about the child only, never who said it.</b>
brief-usual = An ordinary visit: the six points and the five hazards
visit-asked = { $name } was asked to visit for { $number } by { $due }. You are told at once if nothing is heard.
visit-yourself = You go for { $number } yourself. Tap “Report the visit” above when you have been there.
visit-task =
    🏠 <b>Please visit: { $number }</b>
    Go there by { $due }, then tap “Report the visit”.
    📍 { $place }
    🧒 { $child }
    👀 { $text }
    ⚠️ Say that it is an ordinary visit. Never say that somebody reported, never ask who. In danger call { -police } / { -ambulance } first.
visit-reminder =
    🔔 <b>Nothing was heard of your visit: { $number }</b>
    Please go by { $due }. If you cannot, tap “I cannot go”, and somebody else will.
    📍 { $place }
    🧒 { $child }
    👀 { $text }
    ⚠️ Say that it is an ordinary visit. Never say that somebody reported, never ask who. In danger call { -police } / { -ambulance } first.
visit-off = You need not visit for { $number } any more. Thank you.
visits-none = You have no visits to make.
visit-hint = This chat rings when you are asked to visit. /mine shows your visits; for another child's matter press /report.
visit-reported = Thank you. The county has what you found.
visit-seen-kept = The picture is kept. Please go on.
toast-visit-going = { $number }: we wait to hear from you
toast-visit-refused = { $number }: somebody else will go
toast-visit-over = This visit is over
act-too-late = Matters have changed and this was not done. Please look at the newest card.
ask-visit-safe = Visit for { $number }: is the child safe now? (Send pictures or a voice message at any time.)
choice-visit-safe = Safe
choice-visit-danger = 🔴 In danger
choice-visit-not-met = Did not see the child
choice-visit-fine = 👍 Fine
choice-visit-problem = ⚠️ A problem
choice-visit-unseen = Not seen
choice-visit-nothing = Nothing else
choice-visit-send = ✅ Send to the county
ask-visit-guardian = Guardians: is an adult in charge? Tap, or write a line.
ask-visit-care = Care by others: if the parents are away, who cares for the child, and how well?
ask-visit-living = Living: are food, clothes, shelter and heating enough?
ask-visit-health = Health: is the child ill or hurt?
ask-visit-whereabouts = Whereabouts: where and with whom does the child live now?
ask-visit-hardship = Hardship: is there any other trouble at home?
ask-visit-power = Hazard: is electricity safe? (loose wires, electric blankets)
ask-visit-gas = Hazard: is gas safe? (bottles, coal stoves, fresh air)
ask-visit-water = Hazard: are water and ponds safe?
ask-visit-fire = Hazard: is it safe from fire? (open flames, fireworks, clutter)
ask-visit-food = Hazard: is the food safe? (mouldy, out of date)
ask-visit-found = What else did you see? Write a few words.
ask-visit-sure =
    { $number }: send this visit to the county?
    Also seen: { $found }
visit-safe-line = The child now: { $safe }
visit-points-line = Six points: { $lines }
visit-hazards-line = Hazards: { $lines }
visit-unseen-line = Not seen: { $lines }
visit-all-fine = nothing wrong
visit-guardian = guardians
visit-care = care by others
visit-living = living
visit-health = health
visit-whereabouts = whereabouts
visit-hardship = hardship
visit-power = electricity
visit-gas = gas
visit-water = water
visit-fire = fire
visit-food = food
invite-local-usage = Say where a village director or township supervisor serves: /invite village_director Zhang 双店镇 三铺村, or /invite township_supervisor Li 双店镇
invite-no-township = { $office } has no township “{ $township }”. Write its name in full.
enrolled-local =
    { $name }, you are now { $role }.
    This chat rings when you are asked to visit a family: keep its sound on.
    /mine your visits　/report a child's matter
