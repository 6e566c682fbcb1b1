"""The methods by which updates come to the bot."""

import re
from urllib.parse import urlsplit

from sandbox.cloud import Cloud
from sandbox.errors import bad_request
from sandbox.parameters import Parameters
from sandbox.updates import UpdateQueue

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_SECRET_LIMIT = 256


async def get_updates(cloud: Cloud, call: Parameters) -> bytes:
    """Return the JSON array of waiting updates (Bot API, getUpdates)."""
    remember_kinds(cloud.updates, call)
    updates = await cloud.updates.poll(
        offset=call.integer("offset"),
        limit=call.integer("limit", 100),
        patience=call.number("timeout") or 0.0,
    )
    return b"[" + b",".join(update.body for update in updates) + b"]"


def set_webhook(cloud: Cloud, call: Parameters) -> object:
    """Deliver updates to an address from now on (Bot API, setWebhook).

    Unlike Telegram it takes plain http, because nothing here leaves the machine.
    """
    url = call.text("url")
    if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
        raise bad_request("invalid webhook URL specified")
    secret = call.text("secret_token")
    if len(secret) > _SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    remember_kinds(cloud.updates, call)
    _drop_if_asked(cloud, call)
    cloud.webhook.set(url, secret=secret or None)
    return True


def delete_webhook(cloud: Cloud, call: Parameters) -> object:
    """Return to getUpdates (Bot API, deleteWebhook)."""
    _drop_if_asked(cloud, call)
    cloud.webhook.set("", secret=None)
    return True


def get_webhook_info(cloud: Cloud, call: Parameters) -> object:
    """Return how delivery stands (Bot API, getWebhookInfo)."""
    del call
    form: dict[str, object] = {
        "url": cloud.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(cloud.updates.pending),
    }
    if cloud.webhook.last_error is not None:
        form["last_error_message"] = cloud.webhook.last_error
        form["last_error_date"] = cloud.webhook.last_error_at
    if cloud.updates.allowed is not None:
        form["allowed_updates"] = sorted(cloud.updates.allowed)
    return form


def remember_kinds(updates: UpdateQueue, call: Parameters) -> None:
    """Keep the list of wanted updates until another is given; an empty one means all."""
    if "allowed_updates" not in call.values:
        return
    kinds = call.array("allowed_updates", complaint="can't parse allowed updates")
    updates.allowed = frozenset(str(kind) for kind in kinds) or None


def _drop_if_asked(cloud: Cloud, call: Parameters) -> None:
    if call.flag("drop_pending_updates"):
        cloud.updates.drop_pending()
