# Who writes is a child: no blame, no questioning, fewer words.

heard-from-child =
    💛 <b>You did right to write. It is not your fault.</b>
    If somebody hurts you, go where it is safe if you can, and tell a grown-up you trust. To talk to somebody, call { -youth }.
    I ask you a few things more. What you do not want to answer, “Skip”.
received-to-child = 💛 You did right to write. It is not your fault, and grown-ups will help.
emergency-to-child =
    🔴 <b>Life comes first. Call:</b>

    <b>📞 { -police } – police</b>
    <b>📞 { -ambulance } – ambulance</b>
    <b>📞 { -fire } – fire, drowning, trapped</b>

    <b>If somebody hits you, get away first, to a safe place.</b>
    If you cannot call, go to a grown-up you trust.
    I am passing your words to the duty officer right now.
ask-danger-to-child =
    <b>Is there danger right now?</b>

    Somebody is being hit, you are hurt, somebody has fainted, you are alone and afraid: all of these count.
    If it is happening now, call first: <b>{ -police }</b> police · <b>{ -ambulance }</b> ambulance · <b>{ -fire }</b> fire and water
ask-more-gently-to-child =
    Noted. <b>This is enough.</b>

    You need not tell it again. Trained people will help.
ask-which-place-to-child =
    <b>Where are you now?</b>

    If none of these is right, press “Another place”, or type the name.
ask-city-to-child =
    <b>Where are you now?</b>

    Press a city, or type the place, such as “东海县双店镇”.
    You can also press “Send my location”.
ask-age-to-child =
    <b>How old are you?</b>

    Press one, or type a number. If it is about another child, press theirs.
ask-contact-to-child =
    <b>May we write back to you here?</b>

    You need not give your name, and the village will not learn who told us. If others may see this phone, press that we should not.
understood-child-to-child = I understand: { $child }. Is that right?
understood-kind-child-to-child = I understand: { $kind }, { $child }. Is that right?
understood-place-child-to-child = I understand: in { $place }, { $child }. Is that right?
understood-kind-place-child-to-child = I understand: { $kind }, in { $place }, { $child }. Is that right?
