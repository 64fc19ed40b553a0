"""What several test files use: the command line as it is called, in this process. And what keeps the fast tests fast."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import typer.main
from hypothesis import settings

from xlplugin import cli
from xlplugin.runs.job import executor_for
from xlplugin.runs.workers import small
from xlplugin.serve.here import Here

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that starts the run in the background leaves Ctrl-C ignored, in every program that a test starts as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
small.IS_HERE[0] = True
"""Commands read and copy in this process, as in a browser: who tests the guarded ones asks for `guarded`."""
settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("untimed")  # how long an example takes is the machine's affair
typer.main.get_command = cache(typer.main.get_command)
"""A process that runs many commands, as none but the tests' does, makes them once."""
_STARTS = frozenset({"subprocess.Popen", "os.system", "os.fork", "os.posix_spawn"})
"""What Python says by itself when a program is started."""
_MAY_START = [True]
"""Whether the test that is running is marked as slow, and so may."""


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _STARTS and not _MAY_START[0]:
        pytest.fail(f"starts a program, so it is to be marked as slow: {event}{arguments[:2]}")


sys.addaudithook(_refuse)


def pytest_collection_finish() -> None:
    """The tests and the modules that they import stay to the end: whoever looks for garbage, as every command does that ends in a fault, need not look through them each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A test that starts another program, in its fixtures too, is slow and says so; else `scripts/test.py --fast` would stop being fast."""
    _MAY_START[0] = item.get_closest_marker("slow") is not None
    try:
        return (yield)
    finally:
        _MAY_START[0] = True


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches are checked in this process too, as on the page: starting others takes longer than all that most tests look at."""
    monkeypatch.setattr("xlplugin.runs.job.executor_for", lambda scheduler, jobs=None, bounds=None: executor_for(scheduler, jobs, bounds) if scheduler or jobs else Here(bounds))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], here: None) -> Run:
    """Runs `xlplugin` with arguments as the console script does; a traceback fails the test. With `--jobs` or `--scheduler` among them a batch has its processes."""

    def _run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["xlplugin", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(end.value.code or 0), out, err)

    return _run


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample submissions, made once for all who only read them."""
    import make_samples

    folder = tmp_path_factory.mktemp("samples")
    make_samples.main(folder)
    return folder


@pytest.fixture(autouse=True, scope="session")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program remembers of its user it remembers in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Submissions are opened in guarded processes, as they are for everybody."""
    monkeypatch.setattr(small, "IS_HERE", [False])
