"""Every method of the Bot API that the embedded Telegram knows, by lower-case name."""

from collections.abc import Callable, Mapping

from sandbox.cloud import Cloud
from sandbox.methods import about, answering, copying, editing, media, receiving, sending
from sandbox.parameters import Parameters

Method = Callable[[Cloud, Parameters], object]

METHODS: Mapping[str, Method] = {
    "answercallbackquery": answering.answer_callback_query,
    "copymessage": copying.copy_message,
    "copymessages": copying.copy_messages,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "deletemycommands": about.delete_my_commands,
    "deletewebhook": receiving.delete_webhook,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "editmessagetext": editing.edit_message_text,
    "forwardmessage": copying.forward_message,
    "getchat": about.get_chat,
    "getfile": media.get_file,
    "getme": about.get_me,
    "getmycommands": about.get_my_commands,
    "getmydescription": about.getting_words("description"),
    "getmyname": about.getting_words("name"),
    "getmyshortdescription": about.getting_words("short_description"),
    "getwebhookinfo": receiving.get_webhook_info,
    "sendchataction": sending.send_chat_action,
    "sendcontact": sending.send_contact,
    "senddocument": media.send_document,
    "sendlocation": sending.send_location,
    "sendmediagroup": media.send_media_group,
    "sendmessage": sending.send_message,
    "sendphoto": media.send_photo,
    "sendsticker": media.send_sticker,
    "sendvideonote": media.send_video_note,
    "sendvideo": media.send_video,
    "sendvoice": media.send_voice,
    "setchatmenubutton": about.set_chat_menu_button,
    "setmycommands": about.set_my_commands,
    "setmydescription": about.setting_words("description"),
    "setmyname": about.setting_words("name"),
    "setmyshortdescription": about.setting_words("short_description"),
    "setwebhook": receiving.set_webhook,
}
