"""The bot as a process of its own, begun as the command `weibao` begins it."""

import asyncio
import gc
import sys

from bot.collecting import share_heap


def main(base_url: str, token: str, file: str) -> None:
    """Serve until ended; see `bot.__main__` for what it begins with."""
    gc.disable()
    share_heap()
    from benchmarks.ours import serve  # noqa: PLC0415 - See above.

    gc.freeze()
    gc.enable()
    asyncio.run(serve(base_url, token, file))


if __name__ == "__main__":
    main(*sys.argv[1:4])
