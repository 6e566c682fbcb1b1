# 系统自查发现的问题，写给管理单位（省、市）。
alarm =
    ⚠️ <b>系统自查发现问题</b>
    { $lines }{ $more ->
        [0] { "" }
       *[other]
            { "" }
            还有 { $more } 项。
    }
    请告诉运维人员，让他们看日志和 /healthz。

alarm-open-without-deadline = • 案件 { $label }：没有下一个时限，不会再叫人，请马上人工接手。
alarm-case-without-referral = • 案件 { $label }：没有交给任何单位，请马上人工接手。
alarm-deadline-passed = • 案件 { $label }：时限过了，还没有叫下一个人。
alarm-nobody-called = • 案件 { $label }：到现在没有叫到任何人，请打电话。
alarm-page-without-message = • 案件 { $label }：有一次叫人没有发出去，请打电话确认。
alarm-lease-overdue = • 有 { $count } 条消息发到一半停住了。
alarm-updates-waiting = • 有 { $count } 条收到的消息还没处理。
alarm-messages-waiting = • 有 { $count } 条要发的消息没发出去。
alarm-updates-dead = • 有 { $count } 条收到的消息处理不了，已放在一边。
alarm-messages-damaged = • 有 { $count } 条要发的消息损坏了，没有发出。
alarm-duty-gap = • { $label }：14 天内有没人值班的时候，请补排班。
alarm-duty-unreachable = • { $label }：正在值班的人收不到消息，请打电话并换人。
