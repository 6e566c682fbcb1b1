"""An embedded Telegram on the loopback interface, for the demonstration and for tests."""

from sandbox.callbacks import Tap
from sandbox.clock import SandboxClock
from sandbox.messages import ScreenMessage
from sandbox.people import Person
from sandbox.posts import Attachment
from sandbox.screens import Screen
from sandbox.server import Sandbox
from sandbox.wire import WireCall

__all__ = [
    "Attachment",
    "Person",
    "Sandbox",
    "SandboxClock",
    "Screen",
    "ScreenMessage",
    "Tap",
    "WireCall",
]
