# 给群众看的话。短句，常用字，让识字不多的老人也看得懂。

## 提问的样子

step = 第 { $this }/{ $of } 步
choice-back = ◀️ 返回
choice-skip = 跳过 ▶️
choice-stop = ⏹ 停止
choice-cancel = 取消
choice-unknown = 不清楚
form-cancelled = 好的，先不弄了。
form-tap-please = 请点下面的按钮。没有合适的，就点「取消」。
form-told-early = 您说的我记下了。还要先答这一问：
form-file-later = 一次只能先收一个文件，这个还没有收。答完下面这一问，再发一次。

## 有没有危险

ask-danger =
    <b>现在有孩子正在危险里吗？</b>

    有人正在打、正在流血、昏过去了、小小孩一个人没人管，都算。
    人命要紧，先打电话：<b>{ -police }</b> 报警 · <b>{ -ambulance }</b> 救人 · <b>{ -fire }</b> 着火落水
choice-danger-yes = 🔴 有，现在很危险
choice-danger-no = 没有
choice-unsure = 说不准
emergency =
    🔴 <b>人命要紧，请先打电话：</b>

    <b>📞 { -police }　报警</b>
    <b>📞 { -ambulance }　急救</b>
    <b>📞 { -fire }　着火、落水、被困</b>

    打不了电话，就喊身边的大人帮忙。
    您说的话，我正在马上叫值班的人看。
filed-at-once =
    这件事已经送到值班的人那里了，不接着说，也有人管。
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>
    换了手机来问，要用编号和暗语。暗语别告诉别人。

## 出了什么事

ask-what =
    <b>出了什么事？</b>

    想怎么说就怎么说。打字、发语音、发照片，都行。
ask-more =
    我记下了。<b>还有要说的吗？</b>

    有就接着发。说完了，点「说完了」。
ask-more-gently =
    我记下了。<b>说到这里就够了。</b>

    不用把经过再讲一遍，也别反复问孩子。会有专门的人来帮忙。
choice-done = ✅ 说完了
what-is-needed = 先说一句出了什么事，写几个字、发段语音或照片都行。不想说了，点「停止」。
noted-first = 📝 您说的我都记下了。还差几样，我问一下。

## 是哪一类事

ask-kind =
    <b>是不是下面这样的事？</b>

    点一个最像的。拿不准就点「跳过」，有人会看。
ask-kinds =
    <b>是哪一类事？</b>

    点一个最像的。拿不准就点「跳过」，有人会看。
choice-all-kinds = 别的，看全部

## 在哪里

ask-which-place =
    <b>孩子现在在下面哪个地方？</b>

    都不对，就点「都不是」，或者把地名打出来。
choice-other-place = 都不是
ask-whether-place =
    <b>是{ $place }吗？</b>

    不是，就点「都不是」，或者把地名打出来。
choice-place-is-right = ✅ 是
# Elsewhere the numbers are the country's, whatever is called here.
outside-told =
    📍 您说的地方（{ $place }）不在江苏，这条热线只管江苏的事。
    <b>有危险，马上打电话：</b>孩子在那边，请那边的人打 <b>110 / 120</b>；您不在那边，打您这边的 110，说清孩子在哪里，请他们转。
    别的事，打那边的 12345。{ $dial }
dial-12345-with = 您不在那边，就拨 { $number }。
dial-12345-by-area-code = 人在那边直接拨；不在那边，先拨那边的区号，再拨 12345（区号可以问 114）。
ask-outside =
    <b>这件事，您看怎么办？</b>

    孩子其实在江苏，也可以直接把地名打出来。
ask-outside-urgent =
    <b>这件事我会交给值班的人，请他们转给那边。</b>

    孩子其实在江苏，也可以直接把地名打出来。
choice-outside-close = 好，我打那边的电话
choice-outside-send = 还是请你们帮着转
choice-outside-done = ✅ 好，请你们转
choice-outside-here = 孩子在江苏
outside-closed = 好的。这件事我没有往上送。那边的电话打不通，随时再发给我，我请值班的人帮着转。
ask-city =
    <b>孩子现在在哪里？</b>

    点一个市。也可以直接打地名，比如「东海县双店镇」。
    人在孩子身边，可以点「发送定位」。
choice-location = 📍 发送定位
ask-county = <b>在哪个县、哪个区？</b>
ask-township = <b>在{ $county }的哪个镇、哪个街道？</b>
choice-unknown-township = 不知道是哪个镇
ask-village =
    记下了：{ $place }。<b>哪个村、哪个小区？</b>

    打几个字就行。不知道就点「跳过」。
location-kept = 📍 定位收到了，会给值班的人看。
location-elsewhere = 📍 定位收到了，可是和您说的地方不一样。
how-to-share = 请用手机点这个按钮。电脑上点不了，直接打字告诉我就行。

## 孩子

ask-age =
    <b>孩子大概多大？</b>

    点一个，或者打数字。不用去问孩子。
choice-age-0-3 = 0到3岁
choice-age-4-6 = 4到6岁
choice-age-7-13 = 7到13岁
choice-age-14-17 = 14到17岁
ask-sex = <b>是男孩还是女孩？</b>
choice-sex-boy = 👦 男孩
choice-sex-girl = 👧 女孩

## 怎么回您

ask-contact =
    <b>能不能在这里回您？</b>

    您不用留名字，村里也不会知道是谁说的。
choice-anonymous = 能回我，不留名字（常用）
choice-leave-contact = 能回我，我留个电话
choice-no-reply = 不用回我
ask-details =
    <b>怎么称呼您？电话多少？</b>

    打字发来，比如「王大姐 139……」。也可以点下面的按钮。
    不想留了，点「跳过」。
choice-share-contact = 📱 发送我的手机号

## 再看一遍

read-back =
    <b>请您看看对不对：</b>

    <b>什么事：</b>{ $words }{ $attachments ->
        [0] {""}
       *[other] {"\u000A"}<b>照片、语音等：</b>{ $attachments } 件
    }
    <b>哪一类：</b>{ $kind }
    <b>在哪里：</b>{ $place }
    <b>孩子：</b>{ $child }
    <b>回话：</b>{ $contact }

    对了就点「对，发送」。要补充，接着发就行。
understood-so =
    <b>{ $understood }</b>

    { $attachments ->
        [0] {""}
       *[other] 照片、语音等 { $attachments } 件。{""}
    }{ $contact }。要补充，接着发就行。
understood = 您说的我都记下了，就这样发送吗？
understood-kind = 我理解的是：{ $kind }。对吗？
understood-place = 我理解的是：在{ $place }。对吗？
understood-child = 我理解的是：孩子是{ $child }。对吗？
understood-kind-place = 我理解的是：{ $kind }，在{ $place }。对吗？
understood-kind-child = 我理解的是：{ $kind }，孩子是{ $child }。对吗？
understood-place-child = 我理解的是：在{ $place }，孩子是{ $child }。对吗？
understood-kind-place-child = 我理解的是：{ $kind }，在{ $place }，孩子是{ $child }。对吗？
read-back-unknown = 没说
read-back-no-words = 没有写字
child-aged = { $age }岁
child-aged-boy = 男孩，{ $age }岁
child-aged-girl = 女孩，{ $age }岁
child-baby = 不满1岁
child-baby-boy = 男孩，不满1岁
child-baby-girl = 女孩，不满1岁
child-boy = 男孩
child-girl = 女孩
contact-anonymous = 可以在这里回您，不留名字
contact-left = 可以回您，您留了：{ $left }
contact-silent = 不用回您
choice-send = ✅ 对，发送
choice-send-short = 发送
choice-right-short = 对
choice-wrong = 哪里不对
choice-add = 补充
ask-what-is-wrong =
    <b>哪里不对？</b>

    点一个。也可以直接打对的地名，或者孩子几岁。
choice-change-kind = 事情
choice-change-place = 地点
choice-change-child = 年龄
choice-change-contact = 怎么回我
kept-and-ask = 这句我也记下了。上面那个问题，再看一下：
passed-on = ✅ 这句也送到值班的人那里了。人命要紧，先打 { -police } / { -ambulance } / { -fire }。
passed-on-and-ask =
    ✅ 这句也送到值班的人那里了。人命要紧，先打 { -police } / { -ambulance } / { -fire }。
    上面那个问题，能答再答：

## 停下来

ask-stopping =
    <b>先停一下吗？</b>

    您说过的话都还在。
ask-stopping-filed =
    <b>先停一下吗？</b>

    您说过的话，已经送到值班的人那里，会有人接着管。
choice-go-on = 接着说
choice-keep = 先留着，以后再说
choice-send-now = 就这样发送
choice-discard = 🗑 全部删掉
draft-kept = 好的，给您留着。什么时候想说，接着发就行。
draft-discarded = 已经删掉了。以后有事，随时发给我。
draft-reminder =
    您上次说的事还没发出去，我给您留着呢。
    想接着说，就点下面的按钮，或者直接发话。
draft-reminder-sends =
    您上次说的事还没发出去，我给您留着呢。
    想接着说，直接发话就行。您不接着说，{ $at } 我就把知道的先送给值班的人。
draft-sent-for-you =
    您没有接着说，我先把知道的送上去了。编号：<b>{ $number }</b>。
    暗语：<b>{ $code }</b>（换了手机来问要用，别告诉别人）
    最晚 { $due } 有人管。还有要说的，随时接着发。
draft-sent-for-you-taken =
    您没有接着说，我先把知道的送上去了，<b>值班的人已经接手了</b>。编号：<b>{ $number }</b>。
    暗语：<b>{ $code }</b>（换了手机来问要用，别告诉别人）
    还有要说的，随时接着发。
draft-sent-for-you-late =
    您没有接着说，我先把知道的送上去了。编号：<b>{ $number }</b>。
    暗语：<b>{ $code }</b>（换了手机来问要用，别告诉别人）
    还没有人接，我正在一层一层往上叫。人在危险里，别等我们：先打 <b>{ -police } / { -ambulance } / { -fire }</b>。

## 收到以后

received =
    ✅ <b>我记下了。</b>
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>

    已经送给值班的人了，最晚 <b>{ $due }</b> 有人接着办。
    换了手机来问，要用编号和暗语。暗语别告诉别人。
    想知道办到哪了，发 /status 。想补充，接着发话就行。
    事情变急了，先打 { -police } / { -ambulance }。
received-urgent =
    ✅ <b>我记下了，正在叫值班的人。</b>
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>

    最晚 <b>{ $due }</b> 有人接。没人接，我会一层一层往上叫。
    人在危险里，别等我们：先打 <b>{ -police } / { -ambulance } / { -fire }</b>。
    换了手机来问，要用编号和暗语。暗语别告诉别人。
    想补充，接着发话就行。
received-late =
    ✅ <b>我记下了。</b>
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>

    还没有人接，我正在一层一层往上叫。
    人在危险里，别等我们：先打 <b>{ -police } / { -ambulance } / { -fire }</b>。
    换了手机来问，要用编号和暗语。暗语别告诉别人。
    想补充，接着发话就行。
received-taken =
    ✅ <b>我记下了，值班的人已经接手了。</b>
    编号：<b>{ $number }</b>
    暗语：<b>{ $code }</b>

    最晚 <b>{ $due }</b> 有人接着办。
    人在危险里，别等我们：先打 <b>{ -police } / { -ambulance } / { -fire }</b>。
    换了手机来问，要用编号和暗语。暗语别告诉别人。
    想补充，接着发话就行。
addition-kept = ✅ 补上了，值班的人看得到。
add-now = 请说，我记到 { $number } 里。打字、语音、照片都行。
addition-kept-too = ✅ 这句也记到那件事里了。
ask-which-case =
    您说的我收到了。<b>这是补充以前的事，还是另一件事？</b>
ask-which-case-urgent =
    这句话我已经记到最近那件事里，叫值班的人看了。
    <b>这是那件事，还是另一件事？</b>
choice-to-case = 补充 { $number }
choice-another-matter = 另一件事
button-add = 补充 { $number }
edited-noted = 您改过的话，我记下了。
edited-not-carried = 这条改动没有转出去（原来的话已经送走，或没有记进案件）。请把改好的话再发一条。
addition-to-closed =
    您说的那件事已经了结了。这句话我当作一件新事记下。
draft-closed = { $number } 已经办结了。有新的情况，直接发给我，当作一件新事来办。
add-closed = { $number } 已经办结了，不能再补充。有新的情况，直接发给我就行。
add-withdrawn = { $number } 您撤回了，不能再补充。有新的情况，直接发给我，当作一件新事来办。
form-expired = 刚才那一步放了很久，我先收起来了，什么都没有发出去。要办请重新来一次。
question-from-officer =
    📩 关于 <b>{ $number }</b>，值班的人想问您：

    <blockquote>{ $text }</blockquote>

    直接回我就行，他们看不到您是谁。不想答，也可以不答。
answer-carried = ✅ 您的回答送到了（{ $number }）。
thanks-heard = 不客气。有新的情况，随时发给我。
case-accepted = 👤 { $number }：值班的人已经接手了。
case-unanswered =
    { $number }：到现在还没有人接。<b>这件事没有丢</b>，我正在一层一层往上叫，有人接手了就告诉您。
    人在危险里，别等我们：先打 <b>{ -police } / { -ambulance } / { -fire }</b>。等不及了，也可以打 { -citizens }。
case-contacted = { $number }：已经有人在办了。
case-closed =
    📬 <b>{ $number } 办完了。</b>
    结果：{ $outcome }

    <blockquote>{ $told }</blockquote>

    这样办，您满意吗？
told-handled = 去看过了，情况是真的，已经处理。谢谢您。
told-referred = 已经交给专门管这件事的部门去办。谢谢您。
told-supported = 该帮的已经帮上了。谢谢您。
told-unfounded = 去看过了，没有发现这样的情况。谢谢您为孩子操心。
told-duplicate = 这件事已经有人在办了。谢谢您。
told-unreachable = 一直没有联系上人。有新的情况，请再告诉我们。
told-other = 这件事已经办过了。谢谢您。
button-satisfied = 👍 满意
button-unsatisfied = 👎 不满意
button-reopen = 再反映
button-reopen-number = 再反映 { $number }
thanks-satisfied = 谢谢您，为孩子操心了。
ask-reopen-reason =
    <b>{ $number } 哪里没办好？</b>

    说一句就行，也可以点「跳过」。我会请他们再看。
reopened = 好的，{ $number } 重新打开了，会有人再看。
not-reopened = { $number } 现在不能再打开。有新的情况，直接发给我，当作一件新事来办。

## 查进度

status-list =
    <b>您说过的事：</b>

    { $lines }

    要补充，点下面的按钮，或者直接发话。
status-list-closed =
    <b>您说过的事：</b>

    { $lines }

    又有事了，直接发话就行。
status-list-again =
    <b>您说过的事：</b>

    { $lines }

    还是那件事，又出事了或者没办好，点下面的按钮。别的事，直接发话就行。
status-empty = 这里没有您说过的事。有编号和暗语的，发 /check 查。要说事，点「我要反映」，或者直接发话。
status-line = { $number }　{ $state }，最晚 { $due } 有下一步
status-line-late = { $number }　{ $state }，过了说好的时间，我在往上催
status-line-closed = { $number }　{ $state }
resident-state-new = 已经送到值班的人那里
resident-state-paging = 正在叫值班的人
resident-state-accepted = 有人接手了
resident-state-contacted = 正在办
resident-state-visiting = 正在上门看
resident-state-declined = 正在换更合适的人来办
resident-state-closed = 办完了
resident-state-withdrawn = 您撤回了
when-none = 不用再等
when-today = 今天 { $hour }
when-tomorrow = 明天 { $hour }
when-day = { $month }月{ $day }日 { $hour }
ask-number =
    <b>编号是多少？</b>

    就像「连东海-0417」这样。暗语也可以一起发来。
ask-code = <b>{ $number } 的暗语是哪四个词？</b>

lookup-result =
    🔎 <b>{ $number }</b>
    { $state }。最晚等到：{ $due }
lookup-result-late =
    🔎 <b>{ $number }</b>
    { $state }。过了说好的时间，我在往上催。
lookup-withdrawn =
    🔎 <b>{ $number }</b>
    您撤回了，不再给您发消息。有新的情况，直接发给我，当作一件新事来办。
lookup-wrong = 编号和暗语对不上。请对着当时那条消息，把编号和暗语再发一次。要说孩子的事，不用写编号，直接说。
code-alone = 这像是暗语，我没有记下。要查，请把编号和暗语写在一起发来，就像「连东海-0417 太阳 月亮 星星 白云」。
lookup-throttled = 试的次数太多了，请过一个钟头再来。有急事先打 { -police }。

## 撤回

ask-withdraw-which = <b>要撤回哪一件？</b>
ask-withdraw-sure =
    <b>真的要撤回吗？</b>

    撤回以后，就不再给您回话了。孩子还在危险里的，值班的人会接着管。
choice-withdraw = 撤回
choice-keep-report = 不撤回
not-withdrawn = 好的，没有撤回。
withdrawn = { $number } 撤回了，以后不再给您发消息。又有事，随时发给我。
withdrawn-urgent =
    { $number } 您撤回了，以后不再给您发消息。
    这件事关系到孩子的安全，值班的人还会接着管。谢谢您说出来。

## 开头和平常的话

welcome =
    👋 您好，这里是未成年人保护热线。
    孩子挨打、没人管、走丢、被欺负，或者家里有难处，都可以告诉我。

    <b>人命要紧，先打 { -police } / { -ambulance } / { -fire }。</b>

    <b>谁会看：</b>县里管孩子保护的值班人员。不会让村里知道是谁说的。
    <b>不用留名字。</b>不问身份证号。
    <b>要知道的：</b>Telegram 的服务器在国外，聊天没有全程加密。不放心的，请打电话或者找人当面说。

    点下面的「我要反映」，或者直接发话、发语音、发照片。
greeted =
    您好，我在。这里是未成年人保护热线，没满十八岁的孩子有难处，都可以说给我听。

    直接打字、发语音、发照片都行。<b>人命要紧，先打 { -police } / { -ambulance } / { -fire }。</b>别的事，打 { -citizens }。
for-others =
    这里管的是孩子的事，这件事我帮不上。丢了、被偷了，请打 <b>{ -police }</b>；别的事，打 <b>{ -citizens }</b>。
    要是和孩子有关，请再说一句孩子怎么了。
welcome-back = 👋 您上次说到一半，都给您留着。咱们接着来。
button-report = 📝 我要反映
privacy-short = 🔒 只有值班人员看，不用留名字。Telegram 的服务器在国外，聊天没有全程加密。人命要紧先打 <b>{ -police } / { -ambulance }</b>。
help =
    <b>怎么用</b>

    · 有事就说：直接打字、发语音、发照片，或者发 /report 一步一步来
    · 办到哪了：/status
    · 换了手机来问：/check
    · 投诉工作人员：/complain　老师、医生的报告回执：/receipt
    · 撤回：/withdraw
    · 办完了，清除我说过的话：/erase
    · 有人要看手机、不想再收到：/stop（马上清空聊天，说过的事照样有人管）
    · 什么时候能给我发消息：/hours
    · 收回一句话：“回复”那句话，发 /delete

    您不用留名字。人命要紧，先打 <b>{ -police } / { -ambulance } / { -fire }</b>。
    别的难处也有人听：心里难受 { -mind } · 青少年 { -youth } · 妇女 { -women } · 法律 { -law } · 别的事 { -citizens }
    换语言，点下面。
choose-language = 请选择语言 / Choose a language
language-changed = 好的，以后说中文。
stopped = 好的，我先不打扰您了。想说的时候，发一句话就行。
flood = 您慢慢说，不着急。发来的每一句我都收着，一句也不会丢。
not-understood = 这个我没看懂，但是给您留着了。请换个说法，或者点下面的按钮。
sticker = 表情我看到了 🙂 有事请打字、发语音或者发照片。
failed-apology =
    对不起，刚才我这里出了毛病。您发的话还在，没有丢，但是可能还没有人看到。
    <b>孩子有危险，请马上打 { -police }。</b>不急的，请过一会儿再发一次，或者打 { -citizens }。
file-too-big = 这个文件太大，我取不下来。请发小一点的，或者打字说一句。
toast-stale-resident = 这个按钮过时了。有事请直接发话。
toast-thanks = 谢谢您

## 菜单和介绍

command-report = 我要反映
command-status = 办到哪了
command-check = 用编号和暗语查
command-withdraw = 撤回
command-help = 怎么用
command-stop = 马上清空聊天
bot-description =
    未成年人保护热线。孩子挨打、没人管、走丢、被欺负，或者家里有难处，都可以告诉我：打字、语音、照片都行，不用留名字。

    县里的值班人员会看、会管、会给您回话。

    人命要紧，先打 { -police } / { -ambulance } / { -fire }。

    Telegram 的服务器在国外，聊天没有全程加密。
bot-short-description = 未成年人保护热线。孩子有难处，说给我听，不用留名字。人命要紧先打 { -police } / { -ambulance }。
