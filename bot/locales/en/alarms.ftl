# What the bot found wrong with itself, for those who run it (province, city).
alarm =
    ⚠️ <b>The bot found something wrong with itself</b>
    { $lines }{ $more ->
        [0] { "" }
       *[other]
            { "" }
            And { $more } more.
    }
    Please tell whoever runs the machine to look at the log and /healthz.

alarm-open-without-deadline = • Case { $label }: it has no next deadline and nobody will be called; take it by hand now.
alarm-case-without-referral = • Case { $label }: no office has it; take it by hand now.
alarm-deadline-passed = • Case { $label }: its deadline passed and the next person was not called.
alarm-nobody-called = • Case { $label }: nobody has been called so far; please telephone.
alarm-page-without-message = • Case { $label }: a call was never sent; please telephone.
alarm-lease-overdue = • { $count } messages stopped half-way.
alarm-updates-waiting = • { $count } messages that came in are not worked on.
alarm-messages-waiting = • { $count } messages have not been sent.
alarm-updates-dead = • { $count } messages that came in could not be worked on and are set aside.
alarm-messages-damaged = • { $count } messages to be sent are damaged and were not sent.
alarm-duty-gap = • { $label }: within 14 days there is a time with nobody on duty; please fill the roster.
alarm-duty-unreachable = • { $label }: who is on duty cannot be reached; please telephone and replace them.
