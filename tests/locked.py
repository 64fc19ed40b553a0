"""Things that several test processes want and one of them makes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; on Windows, where tests run in one process, nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Path:
    """The folder of this run of the tests, which all of its processes have."""
    base = tmp_path_factory.getbasetemp()
    return base if worker == "master" else base.parent
