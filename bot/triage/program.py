"""By what a process knows whether another one runs the same program."""

import hashlib
from pathlib import Path

from bot import errors, terms

_HERE = Path(__file__).parent
_BESIDE = (errors, terms)
_OF_A_RUN = "__pycache__"


def fingerprint() -> str:
    """Return what tells the program on the disk that reads messages from every other version.

    It is that of all code and data of this package, and of what it imports beside.
    """
    files = [one for one in _HERE.rglob("*") if one.is_file() and _OF_A_RUN not in one.parts]
    found = hashlib.sha256()
    for path in (*sorted(files), *(Path(str(one.__file__)) for one in _BESIDE)):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
