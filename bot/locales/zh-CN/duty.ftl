# 值班表：空档、交接班、换班、请假。给值班员、带班领导看。

## 空档

span-from-to = { $begins } 到 { $ends }
span-from = 从 { $begins } 起
hole-nobody = · { $tier }，{ $span }：没有人
hole-unreachable = · { $tier }，{ $span }：{ $name } 收不到消息
holes-more = …还有 { $count } 处
holes-urgent =
    ⚠️ <b>{ $office }</b> 一天之内值班有空档：
    { $lines }
    请马上安排人。看值班表：/roster
holes-morning =
    📋 <b>{ $office }</b> 今后两周值班有空档：
    { $lines }
    请尽早安排人。看值班表：/roster
calendar-missing =
    📅 { $year } 年的放假安排还没有写进日历，按工作日算的时限只能标“暂定”。国务院公布以后，请运维人员写进 calendar.yaml。

## 交接班

handover-heading = 🤝 <b>{ $office }</b> { $tier }交接班：现在归您，到 { $until }。
handover-none = 没有未结案件。
handover-cases = <b>未结 { $count } 件：</b>
handover-more = …另有 { $count } 件，/open 看全部
handover-watch = 👀 要盯紧：{ $watch }
watch-urgent = 特急、紧急 { $count } 件
watch-waiting = 还没人接 { $count } 件
watch-late = 已经超时 { $count } 件
handover-waiting = 🔔 <b>接班前的 { $count } 件还没有人接，请逐件点开接单：</b>
handover-sign = 👇 请签收。{ $minutes } 分钟没签，算没有应答，会叫别人顶上。
handover-signed = ✅ { $when } 已签收。
button-sign = ✅ 签收上岗
handover-missed =
    ⚠️ { $name } 到点没有签收（{ $office } { $tier }，到 { $until }），算没有应答。
    顶上的是：{ $next }。请打电话问一下。
handover-step-in =
    ⚠️ { $name } 没有应答（{ $office } { $tier }），<b>现在请您顶上</b>，到 { $until }。案件会同时叫您。
handover-late = ✅ { $name } 晚到，现在签收了（{ $office } { $tier }，到 { $until }）。
duty-unsigned = （未签收）
toast-signed = 已签收，辛苦了
toast-signed-before = 您已经签收过了
toast-shift-over = 这一班已经过去，或者换了人

## 换班

command-roster = 本月值班表
command-swap = 换班
command-absent = 请假
swap-no-return = 不用还班
swap-return = 还给您的班：{ $span }
swap-asked =
    🔄 <b>{ $asker }</b> 想请您替一班（{ $tier }）：
    { $span }
    { $back }
    您同意吗？
swap-agreed = ✅ { $asked } 同意了，{ $span } 的班（{ $tier }）归 { $asked }。{ $back }
swap-refused = { $asked } 不方便，{ $span } 的班（{ $tier }）还是您的。可以 /swap 再问别人。
swap-void = { $span } 的班（{ $tier }）没有换成：{ $asked } 没来得及答，或者班已经变了。
swap-done = 🔄 换班：{ $span }（{ $tier }）由 { $asker } 换成 { $asked }。{ $back }
button-swap-agree = ✅ 同意
button-swap-refuse = 不方便
toast-swap-agreed = 好，这班归您了
toast-swap-refused = 知道了，不换
toast-swap-stale = 班已经变了，这次换班不算了
swap-answered = 🔄 { $span }（{ $tier }）：{ $answer }

## 值班表

roster-title = { $office } { $year }年{ $month }月值班表
roster-nobody = 没人
button-month = { $month }月 ▶
weekday-0 = 周一
weekday-1 = 周二
weekday-2 = 周三
weekday-3 = 周四
weekday-4 = 周五
weekday-5 = 周六
weekday-6 = 周日
roster-usage = 用法：/roster 看本月，/roster 12 看 12 月。/roster 表格 12 把 12 月做成能改的表格（排班的人）。上级可以加单位代码：/roster 320722

## 换班、请假的对话

ask-swap-shift =
    <b>哪一班请人替？</b>

    点一班。只换一部分，就打时间，比如「11-26 20:00 到 11-27 8:30」。
ask-swap-colleague = <b>请谁替？</b>
ask-swap-back = <b>用 { $colleague } 的哪一班来还？</b>
ask-swap-sure =
    请再看一遍：
    换出：{ $shift }
    请谁：{ $colleague }
    还班：{ $back }

    对方点「同意」以后才算数，在那以前还是您的班。
choice-no-return = 不用还班
choice-swap-sure = ✅ 就这样问
swap-unread = 没看懂，或者不在您的班里。请点一班，或者打「11-26 20:00 到 11-27 8:30」这样的时间。
swap-sent = 已经问 { $name } 了。同意以前，班还是您的。
swap-none = 您后面没有班可以换。看值班表：/roster
swap-nobody = 这里没有同一班组的同事可以换。
ask-absent-span =
    <b>{ $name } 从什么时候到什么时候不能值班？</b>

    点一个，或者打时间，比如「11月26日到28日」「明天 8:30 到 17:30」。
ask-absent-sure =
    { $name } { $span } 不值班，对吗？

    班会转给轮到的下一个人，并告诉带班领导。
choice-absent-sure = ✅ 对
choice-returned = 🙋 现在能值班了
absent-now = 现在这一班
absent-today = 今天
absent-tomorrow = 明天
absent-unread = 没看懂。请打「明天」「11月26日到28日」「明天 8:30 到 17:30」这样的时间，只能是以后的。
absent-past = 这段时间已经过去了。
absent-covered = 班都有人接。
absent-holes =
    还有空档，没人接：
    { $lines }
absent-changed = 班有变动的：{ $names }，已经告诉他们。
absent-done =
    记下了：{ $name } { $span } 不值班。
    { $lines }
absent-told =
    🏖 { $name } { $span } 不值班。
    { $lines }
absent-unknown = 没有找到叫“{ $name }”的同事。这里有：{ $names }
returned-done = 好的，{ $name } 从现在起照常轮班。
returned-told = 🙋 { $name } 能值班了，从现在起照常轮班。

## 值班表的表格

sheet-head-day = 日期
sheet-head-weekday = 星期
sheet-head-tier = 班次
sheet-head-name = 姓名
sheet-head-hours = 时间
sheet-problem = { $cell }：{ $what }
sheet-no-head = 没找到表头，前十行里要有一行写着“日期、班次、姓名”，或者“日期、带班、值班、备班”
sheet-empty = 表头下面没有一行值班
sheet-too-long = 超过了 { $count } 行，请分开导入
sheet-no-day = “{ $value }”不是日期，请写成 2026-12-01
sheet-far-day = “{ $value }”太远了，请看看年份写得对不对
sheet-no-tier = “{ $value }”不是班次，请写带班、值班或备班
sheet-no-name = 没有写姓名
sheet-no-hours = “{ $value }”不是时间，请写成 08:30-20:30，或者留空
sheet-perhaps = 没有叫“{ $name }”的人，是不是{ $meant }？
sheet-nobody = 没有叫“{ $name }”的人。这里有：{ $names }
sheet-same-name = 有 { $count } 个人叫“{ $name }”，分不清是谁，请先改名
sheet-miscounted = 这一天有 { $turns } 个班，写了 { $count } 个人

## 在聊天里收表格

sheet-caption =
    📄 { $office }值班表。改好以后把文件发回来，我先说会改什么，您点了才算。
sheet-offer = 📋 <b>{ $office }</b>：{ $span }，{ $tiers }。
sheet-tier-days = { $tier } { $count } 天
sheet-day = { $month }月{ $day }日
sheet-days-of-month = { $month }月{ $first }日到{ $last }日
sheet-changed = 其中 { $count } 天换了人：
sheet-difference = · { $day } { $tier }：{ $before } → { $after }
sheet-filled = { $count } 天原来没人，这次排上了。
sheet-same = 和现在排的一样。
sheet-over = 已经过去的 { $count } 天不动。
sheet-left-tiers = 表里没有写{ $tiers }，照旧。
sheet-unread = 这几张没有值班表的表头，没有看：{ $titles }
sheet-holes =
    ⚠️ 收下以后，这些时候没人：
    { $lines }
sheet-ask = 收下吗？收下以前，值班表不变。
sheet-wrong =
    ✖ 表格里有 { $count } 处要改，一条也没有收：
    { $lines }

    改好以后，把文件再发一次。
sheet-done =
    ✅ 已经收下：
    { $lines }
    看值班表：/roster
sheet-left = 没有收，值班表照旧。
sheet-lapsed = 您发的值班表一天没有点收不收，不算了，值班表照旧。要收请再发一次。
sheet-all-over = 表里的日子都已经过去了，没有可以收的。
sheet-which-office =
    <b>这是哪个单位的值班表？</b>
    都不是的话，请把工作表的名字改成单位名称或代码，再发一次。
sheet-name-office = 看不出是哪个单位的值班表。请把工作表的名字改成单位名称或代码（比如 东海县、320722），再发一次。
sheet-not-theirs = “{ $title }”是{ $office }的值班表，您不能排那里的班。一条也没有收。
sheet-delayed = 表格暂时没有取到，我过一会儿再取，取到了告诉您。
sheet-file-type = 这个文件不是 .xlsx 表格。请在表格软件里“另存为”.xlsx，再发一次。
sheet-file-old = 这是旧格式的表格。请在表格软件里“另存为”.xlsx，再发一次。
sheet-file-password = 这个表格有密码，我打不开。请去掉密码，再发一次。
sheet-file-macros = 这个表格里有宏，不收。请“另存为”普通的 .xlsx，再发一次。
sheet-file-size = 这个文件太大，不像值班表。请只留值班表，另存为 .xlsx，再发一次。
sheet-file-broken = 这个表格坏了，读不出来。请打开看看，另存为 .xlsx，再发一次。
sheet-file-empty = 这个表格是空的。
sheet-file-gone = 这个文件没有取到。请再发一次。
button-sheet-take = ✅ 收下
button-sheet-leave = ✖ 不收
toast-sheet-taken = 已经收下
toast-sheet-left = 没有收
toast-sheet-gone = 这张表已经处理过，或者过期了
toast-sheet-changed = 值班表或者人员刚刚变过，请再看一遍

## 顶班

command-cover = 安排人顶班（带班领导）
ask-cover-office = <b>哪个单位的班？</b>
ask-cover-tier = <b>哪个班次？</b>
ask-cover-person = <b>{ $tier }，换谁上？</b>
ask-cover-span =
    <b>{ $person }（{ $tier }）从什么时候顶到什么时候？</b>

    点一个，或者打时间，比如「11-26 20:00 到 11-27 8:30」。
ask-cover-sure =
    请再看一遍：
    { $person } 顶 { $tier }
    { $span }

    不管原来轮到谁，这段时间都归 { $person }，两边都会收到。
choice-cover-sure = ✅ 就这样换
cover-usage = 用法：/cover 王芳 11-26 20:00 到 11-27 8:30，前面可以写班次：/cover 备班 王芳 明天
cover-done = ✅ { $span }，{ $office }{ $tier }由 { $name } 顶 { $relieved } 的班，已经告诉他们。看值班表：/roster
cover-done-nobody = ✅ { $span }，{ $office }{ $tier }由 { $name } 上，原来没人。已经告诉 { $name }。看值班表：/roster
cover-put-in = 🔄 带班领导安排您顶班：{ $span }，{ $office }{ $tier }。看值班表：/roster
cover-relieved = 🔄 { $span }，{ $office }{ $tier }由 { $name } 替您，这段您不用上。看值班表：/roster
roster-changed-yours =
    🔄 <b>{ $office }的值班表改了。</b>您 { $days } 天内的班现在是：
    { $lines }
    看全部：/roster
roster-changed-none = 🔄 <b>{ $office }的值班表改了。</b>{ $days } 天内您没有班了。看值班表：/roster
roster-changed-turn = • { $span } { $tier }
roster-changed-new = 🆕 { $span } { $tier }
roster-changed-of = 🔄 { $office }的值班表改了，班有变动的：{ $names }。看值班表：/roster
roster-changed-missed = ⚠️ 收不到消息的，请打电话：{ $names }
cover-there-already = { $span } 本来就是 { $name } 的{ $tier }，不用换。
cover-not-free = 没有换：{ $span } 里 { $name } 请了假，或者正在值班，不能上{ $tier }。请换一个人，或者换一段时间。
