"""Files in the folder: sealed, whole or not at all, written over when they go."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.encryption import Place, SealBroken, Vault
from storage.evidence import SealedFiles

OLD, NEW = b"an old secret of thirty-two bytes", b"a new secret of thirty-two bytes."
CONTENT = "胳膊上的青紫印子".encode() * 1000
KILLED = """
import os, signal, sys
from pathlib import Path
from storage.encryption import Vault
from storage.evidence import SealedFiles

OLD, NEW = (bytes.fromhex(word) for word in sys.argv[2:4])
os.fsync = lambda _descriptor: os.kill(os.getpid(), signal.SIGKILL)
SealedFiles(Path(sys.argv[1]), Vault(NEW, OLD)).seal_anew()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


def test_what_is_kept_is_read_again_and_not_from_the_disk(folder: Path) -> None:
    files = SealedFiles(folder, Vault(OLD))
    files.keep(7, "original", CONTENT)
    assert files.read(7, "original") == CONTENT
    assert files.has(7)
    assert not files.has(8)
    (file,) = folder.iterdir()
    assert file.name == "0000000000000007.original"
    assert CONTENT[:24] not in file.read_bytes()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_file_moved_to_another_name_or_part_does_not_open(folder: Path) -> None:
    files = SealedFiles(folder, Vault(OLD))
    files.keep(7, "original", CONTENT)
    sealed = (folder / "0000000000000007.original").read_bytes()
    for name in ("0000000000000008.original", "0000000000000007.shown"):
        (folder / name).write_bytes(sealed)
    with pytest.raises(SealBroken):
        files.read(8, "original")
    with pytest.raises(SealBroken):
        files.read(7, "shown")


def test_what_is_removed_is_written_over_first(folder: Path) -> None:
    files = SealedFiles(folder, Vault(OLD))
    files.keep(7, "original", CONTENT)
    path = folder / "0000000000000007.original"
    before = path.read_bytes()
    # Another name for the same place on the disk shows what is left there.
    witness = folder / "witness"
    witness.hardlink_to(path)

    files.remove(7)
    files.remove(7)

    assert not path.exists()
    left = witness.read_bytes()
    assert len(left) == len(before)
    assert all(left[at : at + 64] != before[at : at + 64] for at in range(0, len(left), 64))


def test_files_are_sealed_by_a_new_key_and_go_on_where_it_stopped(folder: Path) -> None:
    for number in range(3):
        SealedFiles(folder, Vault(OLD)).keep(number, "original", CONTENT)
    both = SealedFiles(folder, Vault(NEW, OLD))
    both.keep(3, "shown", CONTENT)
    assert both.used() == {Vault(OLD).current: 3, Vault(NEW).current: 1}

    assert both.seal_anew() == (3, [])
    assert both.seal_anew() == (0, [])

    after = SealedFiles(folder, Vault(NEW))
    assert after.used() == {Vault(NEW).current: 4}
    assert [after.read(number, "original") for number in range(3)] == [CONTENT] * 3


def test_a_damaged_file_is_named_and_left_as_it_is(folder: Path) -> None:
    SealedFiles(folder, Vault(OLD)).keep(7, "original", CONTENT)
    path = folder / "0000000000000007.original"
    *sound, last = path.read_bytes()
    damaged = bytes([*sound, last ^ 1])
    path.write_bytes(damaged)
    renewed, named = SealedFiles(folder, Vault(NEW, OLD)).seal_anew()
    assert (renewed, named) == (0, ["the file 0000000000000007.original"])
    assert path.read_bytes() == damaged


def test_a_file_that_is_erased_while_keys_are_changed_does_not_come_back(folder: Path) -> None:
    SealedFiles(folder, Vault(OLD)).keep(7, "original", CONTENT)
    removing = threading.Thread(target=SealedFiles(folder, Vault(OLD)).remove, args=(7,))

    class Slow(Vault):
        def open_bytes(self, sealed: bytes, place: Place) -> bytes:
            content = super().open_bytes(sealed, place)
            # Now it was read and is not written yet.
            removing.start()
            removing.join(0.2)
            return content

    SealedFiles(folder, Slow(NEW, OLD)).seal_anew()
    removing.join()
    assert list(folder.iterdir()) == []


def _killed(folder: Path) -> None:
    """Be killed as the file stands half-written beside its place."""
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), OLD.hex(), NEW.hex()],
        check=False,
        capture_output=True,
        env={"PATH": os.environ["PATH"]},
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert len(list(folder.iterdir())) == 2


def test_what_a_killed_change_of_keys_left_goes_with_the_next_one(folder: Path) -> None:
    SealedFiles(folder, Vault(OLD)).keep(7, "original", CONTENT)
    _killed(folder)
    (folder / "notes.2026").write_text("not the hotline's")
    files = SealedFiles(folder, Vault(NEW, OLD))
    assert files.seal_anew() == (1, [])
    kept = sorted(path.name for path in folder.iterdir())
    assert kept == ["0000000000000007.original", "notes.2026"]
    assert files.read(7, "original") == CONTENT


def test_what_a_killed_change_of_keys_left_is_erased_with_its_file(folder: Path) -> None:
    SealedFiles(folder, Vault(OLD)).keep(7, "original", CONTENT)
    _killed(folder)
    (left,) = folder.glob("*.original.*")
    witness = folder.with_name("witness")
    witness.hardlink_to(left)
    before = witness.read_bytes()
    SealedFiles(folder, Vault(OLD)).remove(7)
    assert list(folder.iterdir()) == []
    assert witness.read_bytes() != before


def test_what_is_being_written_is_not_taken_for_left_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bot keeps a file while keys are changed."""
    fsync, changing = os.fsync, SealedFiles(folder, Vault(NEW, OLD))

    def fsync_late(descriptor: int) -> None:
        changing._clear("*")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync_late)
    files = SealedFiles(folder, Vault(NEW))
    files.keep(7, "original", CONTENT)
    assert files.read(7, "original") == CONTENT
