card-alike = 🔗 可能是同一件事：{ $numbers }
card-joined = <b>{ $number }</b> 已并入 <b>{ $into }</b>，请看那张卡片。
button-join = 🔗 并案
outcome-joined = 已并案
event-joined = 并入一件
event-joined-into = 并入别件
menu-join =
    🔗 <b>{ $number }</b> 和下面的是不是同一个孩子、同一件事？拿不准就先「📄 看」。
    { $lines }
    并案以后：晚的并进早的，级别取高的；报告人互相不知道，各用各的编号。<b>并了分不开。</b>
join-line = { $emoji } <b>{ $number }</b> · { $when } · { $kind } · { $place } · { $child }
join-look = 📄 看 { $number }
join-same = 🔗 是，并案 { $number }
join-none = 都不是
join-left = 没有并案。
join-done = 🔗 <b>{ $number }</b> 已并入 <b>{ $into }</b>。接着在 { $into } 的卡片上办。
toast-joined = 已并入 { $into }
toast-none-alike = 现在没有看起来一样的案件
