"""Telling systemd how the service is (sd_notify): ready, alive, stopping."""

import contextlib
import socket
from dataclasses import dataclass

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Whoever started the process and wants to hear of it.

    Args:
        address: the datagram socket in `NOTIFY_SOCKET`, an abstract one beginning with `@`;
            None where nobody listens.
    """

    address: str | None = None

    def tell(self, state: str) -> None:
        """Send one line such as `READY=1`; a supervisor that is gone is no trouble of ours."""
        if self.address is None:
            return
        place = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line,
        ):
            # The watchdog speaks here; it must never wait for a listener that does not read.
            line.setblocking(False)
            line.connect(place)
            line.send(state.encode())
