# 保存期限与清除

command-erase = 清除我说过的话
ask-erase-which = <b>要清除哪一件？</b>只能清除办完了的。
ask-erase-sure =
    <b>真的要清除吗？</b>
    您说的话、照片、留的名字和电话，还有“这是您说的”，都会从我们这里擦掉，<b>找不回来</b>。
    值班人员自己写的办理记录按规定还要留一段时间，里面没有您是谁。
choice-erase = 🗑 清除
choice-not-erase = 不清除
not-erased = 好的，什么也没有清除。
erased =
    { $number } 里您说过的都清除了，编号和暗语也不能再用。
    这个聊天里的话在您自己的手机和 Telegram 上：请点右上角“清空聊天记录”。
erase-none = 您没有办完了的事可以清除。正在办的，等办完了再清除；不想报了，发 /withdraw 。
erase-refused = 现在清除不了，这件事的记录要先由人核对。请过几天再试，或者打给值班室。

card-erased = <b>{ $number }</b> 的个人信息已按规定清除。
event-erased = 清除个人信息
event-attachment-kept = 附件已存
event-attachment-refused = 附件没有收
event-attachment-failed = 附件没有取到
file-not-kept-type = { $number } 里您发的文件，这种类型我们不收。您说的话都收到了。请改发照片、语音或视频，或者把里面的内容写下来。
file-not-kept-size = { $number } 里您发的文件太大，没有存下来。您说的话都收到了。请发短一点的视频，或者只发照片。
file-not-kept-size-video = { $number } 里您发的视频太大，没有存作证据，值班的人在手机上看得到。您说的话都收到了。能的话再发一段短的。
file-not-kept-picture = { $number } 里您发的照片打不开。您说的话都收到了。请再拍一张发给我。
file-not-kept-runs = { $number } 里您发的文件带有程序，或者要到网上取东西，打开不安全，我们没有收。您说的话都收到了。请改发照片，或者把里面的内容写下来。
file-not-kept-broken = { $number } 里您发的文件打不开，可能没有传完整。您说的话都收到了。请再发一次，或者改发照片。
file-not-kept-gone = { $number } 里您发的文件没有取到。您说的话都收到了。请再发一次。
