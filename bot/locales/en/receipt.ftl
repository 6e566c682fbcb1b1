# Receipts of mandatory reports: for teachers, doctors, village directors and others.

receipt-offer =
    📄 <b>Are you a teacher, a doctor, a village official, who must report by law?</b>

    For { $number } you can have a <b>receipt</b>: when and where you reported, to keep or to show to your head.
    It names no child, no family and not you. To have it, tap what you are (it stands on the receipt only; officers do not see it):
button-role-teacher = 👩‍🏫 School, kindergarten
button-role-medical = 🩺 Hospital, clinic
button-role-village = 🏘 Village committee
button-role-social = 🤝 Social work, hotel, other
button-role-other = State body, other unit
toast-receipt = Your receipt is made out
receipt-nothing = You have not reported anything. To check somebody's receipt, send “/receipt number”.
receipt-title = Receipt of a mandatory report
receipt-number = Receipt number
receipt-at = Reported at
receipt-office = Received by
receipt-role = Role of the reporter (as stated)
receipt-role-teacher = staff of a school or kindergarten
receipt-role-medical = staff of a medical institution
receipt-role-village = staff of a village or residents' committee
receipt-role-social = staff of a unit in close contact with children
receipt-role-other = staff of a state body or another unit
receipt-accepted = Taken up at
receipt-contacted = Contact begun at
receipt-closed = Closed at
receipt-proves = The report above was received by the office named.
receipt-law = Grounds: Law on the Protection of Minors, Article 11; Opinions on the system of mandatory reporting (Trial), 高检发〔2020〕9号.
receipt-bare = This receipt holds no information on the child or the family.
receipt-check = To check it, send this bot: /receipt { $receipt }
receipt-made = Made out at { $at }. Send /receipt again for how matters stand.
receipt-valid =
    ✅ <b>{ $receipt } is genuine.</b>
    Reported at: { $at }
    Received by: { $office }
    Role of the reporter (as stated): { $role }
receipt-unknown = ❌ There is no receipt with this number. Please look again; numbers are like “HZ-7K3P-9QXM”.
command-receipt = Receipt of a mandatory report
