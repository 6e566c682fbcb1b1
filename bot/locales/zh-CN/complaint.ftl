# 投诉工作人员：送到上一级，被投诉的单位看不到。

command-complain = 投诉工作人员
ask-complaint-about =
    <b>投诉哪里的工作人员？</b>

    办您说过的哪一件事没办好，就点哪一件；别的，点「别的单位」。
    投诉送到上一级，被投诉的单位一个人也看不到。
choice-complaint-report = 办 { $number } 的人
choice-complaint-other = 别的单位
ask-complaint-where =
    <b>是哪个县、哪个市的？</b>

    打地名，比如「东海县」「连云港市」。说不清，点「不知道」，送到省里。
complaint-where-unread = 没看懂是哪里。请打县名或者市名；两个地方都有的，前面加上市名，比如「徐州鼓楼区」。
choice-complaint-unknown = 不知道
ask-complaint-words =
    <b>怎么回事？</b>

    说一句就行：什么时候，谁（不知道名字没关系），做了什么。也可以发照片、语音。
ask-which-case-complaint =
    您说的我收到了。<b>这是投诉办事的人吗？</b>

    点「投诉」，送到上一级，被投诉的单位看不到。
    点「补充」，办那件事的人会看到这句话。
choice-complaint = 🔒 投诉，送到上一级
complaint-danger-first = 孩子有危险，先管孩子。这句话我马上送给值班的人；投诉的事，过后再发 /complain 。
edited-into-complaint = 您改过的话说的是办事的人，不给他们看，另送到上一级。改之前的话他们已经看到了。
complaint-filed = 🔒 这是投诉，已经送到 <b>{ $office }</b>。被投诉的单位看不到，也不知道是谁说的。
