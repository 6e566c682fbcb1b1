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
command-dismiss = 同事离岗（带班领导）
event-released = 承办人离岗，重新叫人
ask-dismiss = 谁离岗？（名字后面是手上未结的案件数）
dismiss-label = { $name } · { $role } · { $count } 件
ask-dismiss-sure = { $person } 离岗？马上看不到任何案件，手上的案件重新叫人，值班表重排。
choice-dismiss-sure = 🚪 确定离岗
dismiss-nobody = 没有找到这个人。用法：/dismiss 或 /dismiss 姓名
dismissed = { $name } 已离岗。手上 { $count } 件案件正在重新叫人，值班表已重排。
left-service = 您已不在{ $office }任职，以后这里不再显示案件。您仍然可以用 /report 反映孩子的事。
list-by-all = 全部
list-by-L1 = 🔴 特急
list-by-L2 = 🟠 紧急
list-by-L3 = 🟡 一般
list-by-L4 = 🔵 咨询
list-by-late = ⏰ 超时
list-by-soon = 一天内到期
list-nothing-fits = 没有这样的案件。看全部：/open
list-more = 还有 { $count } 件，请写得更细，如 /open 双店镇 或 /open 0417
