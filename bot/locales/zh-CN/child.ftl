# 写的人自己就是孩子：不怪他，不查问他，字更少，不叫“您”。

heard-from-child =
    💛 <b>你说出来，做得对。这不是你的错。</b>
    要是有人伤害你，能走开就先到安全的地方去，告诉一个你信得过的大人。想有人陪你说话，打 { -youth }。
    我再问你几样。不想答的，点「跳过」。
received-to-child = 💛 你说出来，做得对。这不是你的错，会有大人来帮忙。
emergency-to-child =
    🔴 <b>人命要紧，先打电话：</b>

    <b>📞 { -police }　报警</b>
    <b>📞 { -ambulance }　急救</b>
    <b>📞 { -fire }　着火、落水、被困</b>

    <b>有人打你，先离开，躲到安全的地方。</b>
    打不了电话，就去找一个信得过的大人。
    你说的话，我正在马上叫值班的人看。
ask-danger-to-child =
    <b>现在有危险吗？</b>

    有人正在打人、你受伤了、有人昏过去了、你一个人害怕，都算。
    马上要出事，先打电话：<b>{ -police }</b> 警察 · <b>{ -ambulance }</b> 救护车 · <b>{ -fire }</b> 着火落水
ask-more-gently-to-child =
    我记下了。<b>说到这里就够了。</b>

    不用再讲一遍。会有专门的人来帮忙。
ask-which-place-to-child =
    <b>你现在在下面哪个地方？</b>

    都不对，就点「都不是」，或者把地名打出来。
ask-city-to-child =
    <b>你现在在哪里？</b>

    点一个市。也可以直接打地名，比如「东海县双店镇」。
    也可以点「发送定位」。
ask-age-to-child =
    <b>你几岁了？</b>

    点一个，或者打数字。说的是别的小朋友，就点他的。
ask-contact-to-child =
    <b>能不能在这里回你？</b>

    不用写名字，村里也不会知道是谁说的。手机会给别人看到，就点「不用回我」。
understood-child-to-child = 我理解的是：{ $child }。对吗？
understood-kind-child-to-child = 我理解的是：{ $kind }，{ $child }。对吗？
understood-place-child-to-child = 我理解的是：在{ $place }，{ $child }。对吗？
understood-kind-place-child-to-child = 我理解的是：{ $kind }，在{ $place }，{ $child }。对吗？
