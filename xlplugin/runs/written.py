"""What the program wrote for this user, remembered in the user's own settings folder.

A mark inside a file or a folder is in the hands of whoever sends it, so none decides anything here: an output is ours where an entry in
the settings folder names its full path. For a file the entry also holds the SHA-256 of what was written, which tells whether it was
changed since.
"""

from __future__ import annotations

import hashlib
import os
import random
import secrets
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.runs.whole_file import is_stream

MARK = ".xlplugin"
"""Lies in a folder of outputs; by itself it says nothing."""
_FOLDER = "folder "
_LONGEST = 100
_MOST = 50_000
"""Entries; beyond them those of files that are gone are forgotten."""
_LOOK_EACH = 1000
"""How rarely the entries are counted."""
_chance = random.Random()


def state_folder() -> Path | None:
    """The user's own folder for what the program has to remember; None where the system knows of no such folder."""
    with suppress(RuntimeError):
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "xlplugin"
        return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "xlplugin"
    return None


def note_file(path: Path) -> None:
    """Remembers a file that was just written. Where nothing can be remembered, it is not ours the next time, and is not replaced."""
    if is_stream(path):
        return
    with suppress(OSError), path.open("rb") as stream:
        _note(path, hashlib.file_digest(stream, "sha256").hexdigest())


def note_folder(path: Path) -> None:
    """Remembers a folder, existing or not, as one that holds outputs only; not one in which anything lies already. One that cannot be made is told by what is written next.

    A word that nobody can guess lies in it, so that another folder which comes to the same place later is not taken for this one.
    """
    with suppress(OSError):
        path.mkdir(parents=True, exist_ok=True)
        if not any(path.iterdir()):
            word = secrets.token_hex(16)
            (path / MARK).write_text(word, "ascii")
            _note(path, _FOLDER + word)


def is_output_folder(path: Path) -> bool:
    """Whether a folder was made for outputs."""
    entry = _entry(path)
    with suppress(OSError, ValueError):
        if entry is not None and entry.startswith(_FOLDER) and (path / MARK).stat().st_size <= _LONGEST:
            return entry == _FOLDER + (path / MARK).read_text("ascii")
    return False


def is_output(path: Path) -> bool:
    """Whether a file was written here by the program, whatever became of it."""
    return not (_entry(path) or _FOLDER).startswith(_FOLDER)


def is_as_written(path: Path) -> bool:
    """Whether a file is the output that was written here, unchanged."""
    with suppress(OSError), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == _entry(path)
    return False


def refuse_foreign(target: Path) -> None:
    """Raises `UsageError` for a target that is there and is not an output of ours as it was written, or that is a link: neither is replaced. What is only written to, a pipe say, is always good."""
    if is_stream(target):
        return
    if target.is_symlink():
        raise UsageError(zh=f"{target} 是一个链接，没有写入。请写明实际的文件。", en=f"{target} is a link and was not written; name the file itself")
    if target.is_file() and not is_as_written(target):
        raise UsageError(
            zh=f"{target} 已经存在，不是本程序写出的，或写出后有改动，没有覆盖。请换一个文件名；确要覆盖请加 --force。",
            en=f"{target} exists and is not as this program wrote it; it was not replaced. Choose another name, or add --force",
        )


def refuse_inputs(target: Path, option: str, submissions: Iterable[str], besides: Iterable[str]) -> None:
    """Raises `UsageError` for a target, named by an option, that the command reads: a submission, or what it uses `besides`. `--force` is for results."""
    real = os.path.realpath(target)
    for files, zh, en in ((submissions, "报送的文件", "a submission"), (besides, "这次要读的文件", "read by this command")):
        if real in map(os.path.realpath, files):
            raise UsageError(zh=f"{target} 是{zh}，{option}不能覆盖它。", en=f"{target} is {en}; {option}must not replace it")


def _entry(path: Path) -> str | None:
    place = _place(path)
    with suppress(OSError):
        return place.read_text("utf-8", "surrogateescape").partition("\n")[0] if place is not None else None
    return None


def _note(path: Path, entry: str) -> None:
    place = _place(path)
    if place is None:
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write_text(f"{entry}\n{os.path.realpath(path)}", "utf-8", "surrogateescape")
    if _chance.randrange(_LOOK_EACH) == 0 and len(entries := list(place.parent.iterdir())) > _MOST:
        _forget(entries)


def _forget(entries: Iterable[Path]) -> None:
    for place in entries:
        with suppress(OSError):
            if not os.path.lexists(place.read_text("utf-8", "surrogateescape").partition("\n")[2]):
                place.unlink()


def _place(path: Path) -> Path | None:
    """Where a path's entry lies: under a name made from the whole path, with links followed."""
    state = state_folder()
    name = hashlib.sha256(os.path.normcase(os.path.realpath(path)).encode("utf-8", "surrogateescape")).hexdigest()
    return state / "written" / name if state is not None else None

