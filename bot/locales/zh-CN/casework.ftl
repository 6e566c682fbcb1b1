card-moved = <b>{ $number }</b> 已转到别的单位，这里不再显示内容。
card-not-yours = <b>{ $number }</b> 您现在不能看这件案件。
event-read = 查看（限制件）
list-restricted = 🔒 限制查看，只有指定的人能看
card-restricted = 🔒 限制查看：谁看过都有记录
