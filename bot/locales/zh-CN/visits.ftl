button-send = 🏠 派人走访
button-visit-going = ✅ 我这就去
button-visit-refuse = 🙅 我去不了
button-visit-report = 📝 填走访情况
card-visit = 🏠 { $name } 去走访，{ $when } 前
entry-visit = 走访
notice-visit_back = 🏠 走访没有办成，又回到您手上：请另派人，或自己去
notice-visit_found = 🏠 走访情况来了
notice-visit_danger = 🏠‼️ 走访的人说孩子有危险
event-visit-asked = 派人走访
event-visit-going = 去走访
event-visit-refused = 去不了，退回走访
event-visit-reminded = 催走访
event-visit-lapsed = 走访到期没有回音
event-visit-found = 走访情况
event-visit-danger = 走访发现危险
event-visit_back-queued = 通知走访退回
event-visit_found-queued = 通知走访情况
event-visit_danger-queued = 通知走访发现危险
visit-somebody = 🏠 派人走访
visit-nobody-enrolled = 这个地方还没有登记儿童主任、儿童督导员（或者卡片上还没有写明哪个镇，请先「改地点」）。可以自己去，自己记。
ask-visitor = { $number } 请谁去走访？对方只看到孩子在哪里、多大，和您下面写的话，看不到是谁反映的，也看不到原话。
choice-visit-myself = 我自己去，自己记
ask-visit-brief = 要他看什么？可以点，也可以写。<b>只写孩子的事，不写是谁说的。</b>
brief-usual = 照平时走访的样子，六项、五隐患都看一遍
visit-asked = 已请 { $name } 走访 { $number }，{ $due } 前。没有回音会马上告诉您。
visit-yourself = 好的，{ $number } 您自己去。看完了点上面的「填走访情况」。
visit-task =
    🏠 <b>请去走访　{ $number }</b>
    { $due } 前去看一看，回来点「填走访情况」。
    📍 { $place }
    🧒 { $child }
    👀 { $text }
    ⚠️ 就说是平时走访，不要说有人反映，也不要打听是谁。孩子有危险，先打 { -police } / { -ambulance }。
visit-reminder =
    🔔 <b>走访还没有回音　{ $number }</b>
    请在 { $due } 前去看一看。去不了就点「我去不了」，让别人去。
    📍 { $place }
    🧒 { $child }
    👀 { $text }
    ⚠️ 就说是平时走访，不要说有人反映，也不要打听是谁。孩子有危险，先打 { -police } / { -ambulance }。
visit-off = { $number } 不用去走访了。谢谢您。
visits-none = 现在没有要您走访的。
visit-hint = 有走访任务时这里会响。/mine 看要走访的；发现别的孩子有事，请按 /report。
visit-reported = 收到了，谢谢您。走访情况已经给了县里。
visit-seen-kept = 照片收到了，接着填。
toast-visit-going = 好的，{ $number } 等您的消息
toast-visit-refused = 知道了，{ $number } 会另派人
toast-visit-over = 这次走访已经结束了
act-too-late = 情况变了，这一步没有办成，请看最新的卡片。
ask-visit-safe = 走访 { $number }：孩子现在安全吗？（照片、语音随时可以发。）
choice-visit-safe = 安全
choice-visit-danger = 🔴 有危险
choice-visit-not-met = 没见到孩子
choice-visit-fine = 👍 好
choice-visit-problem = ⚠️ 有问题
choice-visit-unseen = 没看到
choice-visit-nothing = 没有别的了
choice-visit-send = ✅ 报给县里
ask-visit-guardian = 家庭监护：有没有大人管着？可以点，也可以写一句。
ask-visit-care = 委托照护：父母不在家，托给谁照看，照看得好不好？
ask-visit-living = 生活保障：吃的、穿的、住的、取暖够不够？
ask-visit-health = 健康状况：有没有病、有没有伤？
ask-visit-whereabouts = 儿童去向：孩子现在住哪里、在谁那里？
ask-visit-hardship = 面临困难：家里有没有别的难处？
ask-visit-power = 隐患：用电安全吗？（乱接电线、电热毯）
ask-visit-gas = 隐患：用气安全吗？（煤气、煤炉、通风）
ask-visit-water = 隐患：用水、水塘安全吗？
ask-visit-fire = 隐患：消防安全吗？（明火、烟花爆竹、堆放）
ask-visit-food = 隐患：食品安全吗？（发霉、过期）
ask-visit-found = 还看到了什么？写几句。
ask-visit-sure =
    { $number } 走访填好了，报给县里吗？
    还看到：{ $found }
visit-safe-line = 孩子现在：{ $safe }
visit-points-line = 六项：{ $lines }
visit-hazards-line = 五隐患：{ $lines }
visit-unseen-line = 没看到：{ $lines }
visit-all-fine = 没有发现问题
visit-guardian = 家庭监护
visit-care = 委托照护
visit-living = 生活保障
visit-health = 健康状况
visit-whereabouts = 儿童去向
visit-hardship = 面临困难
visit-power = 用电
visit-gas = 用气
visit-water = 用水
visit-fire = 消防
visit-food = 食品
invite-local-usage = 儿童主任、儿童督导员要写明在哪里：/invite 儿童主任 张三 双店镇 三铺村，或 /invite 儿童督导员 李四 双店镇
invite-no-township = { $office } 没有叫「{ $township }」的镇、街道，请写全名。
enrolled-local =
    { $name }，您好。您现在是{ $role }。
    要走访哪家，这里会响，请打开通知声音。
    /mine 看要走访的　/report 反映孩子的事
