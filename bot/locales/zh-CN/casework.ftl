card-moved = <b>{ $number }</b> 已转到别的单位，这里不再显示内容。
card-not-yours = <b>{ $number }</b> 您现在不能看这件案件。
event-read = 查看（限制件）
list-restricted = 🔒 限制查看，只有指定的人能看
card-restricted = 🔒 限制查看：谁看过都有记录
ask-decline-sure =
    退单 { $number }，请再看一遍：
    为什么：{ $reason }
    该归谁办：{ $owner }
    退单后时限照走，马上叫上一级；第二次退单由市里定，定了就不能再退。
choice-decline-sure = ↩️ 确定退单
toast-final = 市里已经定了归这里办，不能再退。有新情况请找市里
mark-final = ⚖️ 市里定的，不能再退
mark-for-city = ⚖️ 退过两次，请市里定归哪个县（点「改地点」→「不在本县」）
event-decided = 市里定
