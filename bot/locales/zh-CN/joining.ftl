card-alike = 🔗 可能是同一件事：{ $numbers }
card-joined = <b>{ $number }</b> 已并入 <b>{ $into }</b>，请看那张卡片。
button-join = 🔗 并案
outcome-joined = 已并案
event-joined = 并入一件
event-joined-into = 并入别件
menu-join =
    🔗 <b>{ $number }</b> 和下面的是不是同一个孩子、同一件事？拿不准就先「📄 看」。
    { $lines }
    并案以后：晚的并进早的，级别取高的；报告人互相不知道，各用各的编号。并错了，点卡片上的「✂️ 拆开」。
join-line = { $emoji } <b>{ $number }</b> · { $when } · { $kind } · { $place } · { $child }
join-look = 📄 看 { $number }
join-same = 🔗 是，并案 { $number }
join-none = 都不是
join-left = 没有并案。
join-done = 🔗 <b>{ $number }</b> 已并入 <b>{ $into }</b>。接着在 { $into } 的卡片上办。
toast-joined = 已并入 { $into }
toast-none-alike = 现在没有看起来一样的案件
button-part = ✂️ 拆开
card-parted = <b>{ $number }</b> 已经拆开单独办，请看新卡片。
event-parted = 拆出一件
event-parted-from = 从并案里拆出
form-part = 拆开
ask-part-which = 从 { $number } 里拆出哪一件？
ask-part-reason = { $number } 和并进来的（{ $others }）为什么要拆开？可以点，也可以写，会留在两件案件里。拆开以后各办各的，报告人不会知道。
part-other-child = 不是同一个孩子
part-other-matter = 不是同一件事
part-mistaken = 点错了
parted-yours = ✂️ { $parted } 已经从 { $number } 里拆出来，归您办，卡片来了。级别没有降，要降请点「改级别」。
parted-called = ✂️ { $parted } 已经从 { $number } 里拆出来，正在叫人。
