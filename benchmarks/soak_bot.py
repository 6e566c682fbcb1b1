"""The bot of the long run, as the command `weibao run` starts it: fresh, and collecting rarely.

Run as `python -m benchmarks.soak_bot ORDER FILE`, the order in JSON. A fork of a process that has
loaded everything would be there sooner, but not all of the memory that it touches would be its own.
Asked by SIGUSR1, it drops every circle and writes into the file how many blocks of memory Python's
objects hold: where that stands still, nothing leaks of them, whatever the allocator keeps.
"""

import asyncio
import gc
import json
import signal
import sys
from pathlib import Path

from bot.collecting import collect_rarely, leave_out, share_heap


async def serve(order: str, file: Path) -> None:
    """Serve until ended."""
    from benchmarks.torture.process import Order, built  # noqa: PLC0415 - See `bot.__main__`.
    from bot.logs import configure_logs  # noqa: PLC0415

    gc.enable()
    collect_rarely()
    configure_logs()
    bot = await built(Order(**json.loads(order)))
    # Updates are asked for before the start has ended: who asks so early is told once it has.
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, asked.set)
    await bot.start()
    leave_out()
    while await asked.wait():
        asked.clear()
        tell(file)


def tell(file: Path) -> None:
    """Write down how much is alive; whole at once, as another process waits for it."""
    gc.collect()
    fresh = file.with_suffix(".new")
    fresh.write_text(str(sys.getallocatedblocks()))
    fresh.replace(file)


if __name__ == "__main__":
    gc.disable()
    share_heap()
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
