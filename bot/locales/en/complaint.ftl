# Complaints about staff: to the tier above, out of sight of those complained of.

command-complain = Complain about staff
ask-complaint-about =
    <b>Whom do you complain about?</b>

    If one of your matters was not dealt with well, tap it; otherwise “Another office”.
    A complaint goes to the tier above; nobody in the office complained of sees it.
choice-complaint-report = Those who dealt with { $number }
choice-complaint-other = Another office
ask-complaint-where =
    <b>Which county or city is it?</b>

    Type its name, such as 东海县 or 连云港市. If you cannot say, tap “I do not know”; it goes to the province.
complaint-where-unread = I did not find that place. Please type the county or the city; where two have the name, put the city first, such as 徐州鼓楼区.
choice-complaint-unknown = I do not know
ask-complaint-words =
    <b>What happened?</b>

    One sentence will do: when, who (no name needed), what. Photos and voice are welcome.
ask-which-case-complaint =
    I have what you said. <b>Do you complain about those who deal with it?</b>

    “A complaint” goes to the tier above; the office complained of does not see it.
    “Add to …” is read by whoever deals with that matter.
choice-complaint = 🔒 A complaint, to the tier above
complaint-danger-first = A child in danger comes first. I send this to the officer on duty at once; you can complain afterwards with /complain.
edited-into-complaint = What you changed is about the staff: they do not see it, it goes to the office above. The words before the change they have seen.
complaint-filed = 🔒 This is a complaint; it went to <b>{ $office }</b>. The office complained of does not see it, nor who made it.
