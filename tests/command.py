"""The command `weibao` in a test: its environment, what it was told, and what it said."""

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from bot.cli import main
from tests.measured import measured

ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
SECRET = "c2VjcmV0IHRoYXQgaXMgbG9uZyBlbm91Z2ggZm9yIGl0IQ=="
WIDE = 300
# A console takes its width from the environment when it is made, which was at import.
for _module in [one for name, one in sys.modules.items() if name.startswith("bot.")]:
    for _value in vars(_module).values():
        if isinstance(_value, Console):
            _value.width = WIDE


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def weibao(*words: str, folder: Path, said: str = "", **environment: str) -> Ended:
    """Run the command within this process, in an environment of its own.

    A process of its own would spend two seconds on imports; see `weibao_alone` for what serves.
    """
    stdin, out, err = io.StringIO(said), io.StringIO(), io.StringIO()
    code = 0
    with (
        patch.dict(os.environ, _environment(folder, environment), clear=True),
        patch.object(sys, "argv", ["weibao", *words]),
        patch.object(sys, "stdin", stdin),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return Ended(code, out.getvalue(), err.getvalue())


def weibao_alone(*words: str, folder: Path, said: str = "", **environment: str) -> Ended:
    """Run the command as a process of its own, as it is installed."""
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=said,
        env=_environment(folder, environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def _environment(folder: Path, changes: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "WEIBAO_CONFIG": str(ROOT / "config.yaml"),
        "WEIBAO_DATABASE_URL": f"sqlite:///{folder / 'weibao.db'}",
        "WEIBAO_FILES": str(folder / "attachments"),
        "COLUMNS": str(WIDE),
        **measured(),
        **changes,
    }
