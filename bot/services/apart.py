"""Reading somebody's file in a process of its own, which may take so long and no longer.

A file can be made so that whoever reads it never ends, or wants all memory there is. So a module
that reads such files is run as `python -m`, from its input to its output.
"""

import resource
import subprocess
import sys
from collections.abc import Callable

from bot.errors import NotClean

SECONDS = 30.0
MOST_MEMORY = 1 << 30


def read_apart(module: str, content: bytes, seconds: float = SECONDS) -> bytes:
    """Return what the module makes of the content.

    Raises:
        NotClean: it cannot be read within time and memory.
    """
    reader = (sys.executable, "-m", module)
    try:
        done = subprocess.run(  # noqa: S603 - The words are our own.
            reader, input=content, capture_output=True, timeout=seconds, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotClean from error
    return done.stdout


def be_apart(read: Callable[[bytes], bytes]) -> None:
    """Be that process: read the input within limits, and write what is made of it."""
    resource.setrlimit(resource.RLIMIT_CPU, (round(SECONDS), round(SECONDS)))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(read(sys.stdin.buffer.read()))
