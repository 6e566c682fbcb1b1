# Retention and erasure

command-erase = Erase what I said
ask-erase-which = <b>Which one shall be erased?</b> Only what is closed can be.
ask-erase-sure =
    <b>Do you really want it erased?</b>
    Your words, photos, the name and number you left, and that it was you are wiped here, and <b>cannot be brought back</b>.
    What the officers wrote down themselves is kept for some time, as the rules say; it does not tell who you are.
choice-erase = 🗑 Erase
choice-not-erase = Do not erase
not-erased = All right, nothing was erased.
erased =
    Everything that you said in { $number } is erased; its number and code work no more.
    The words in this chat are on your own phone and with Telegram: please choose “Clear history” above.
erase-none = You have nothing closed that could be erased. What is being worked on can be erased once it is closed; to take a report back, send /withdraw
erase-refused = It cannot be erased now: a person has to check its record first. Please try again in a few days, or call the office.

card-erased = The personal data of <b>{ $number }</b> were erased, as the rules say.
event-erased = personal data erased
event-attachment-kept = file kept
event-attachment-refused = file not taken
event-attachment-failed = file not fetched
file-not-kept-type = We do not take files of the kind that you sent in { $number }. All your words have arrived. Please send a photo, a voice message or a video instead, or write down what is in it.
file-not-kept-size = The file that you sent in { $number } is too large and was not kept. All your words have arrived. Please send a shorter video, or only photos.
file-not-kept-size-video = The video that you sent in { $number } is too large to be kept as evidence; the officer can see it. All your words have arrived. If you can, send a shorter one as well.
file-not-kept-picture = The picture that you sent in { $number } does not open. All your words have arrived. Please take another one and send it.
file-not-kept-runs = The file that you sent in { $number } holds a program, or would fetch something from the internet; it is not safe to open, and we did not take it. All your words have arrived. Please send photos instead, or write down what is in it.
file-not-kept-broken = The file that you sent in { $number } does not open; perhaps it did not arrive whole. All your words have arrived. Please send it once more, or send photos instead.
file-not-kept-gone = The file that you sent in { $number } could not be fetched. All your words have arrived. Please send it once more.
