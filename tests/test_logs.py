"""What is logged harms nobody, also where nobody takes it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAYS = """
import os, structlog
from bot.logs import configure_logs

reads, writes = os.pipe()
os.dup2(writes, 2)
os.close(writes)
configure_logs()
structlog.get_logger("test").error("is-read")
said = os.read(reads, 1000)
os.close(reads)
structlog.get_logger("test").error("is-not-read")
print("went on", b"is-read" in said)
"""


def test_lines_that_nobody_takes_are_lost_and_nothing_else_is() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAYS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "went on True\n"
