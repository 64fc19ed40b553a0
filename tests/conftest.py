"""What several test files use: the command line as it is called, in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from xlplugin import cli


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `xlplugin` with arguments as the console script does; a traceback fails the test."""

    def _run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["xlplugin", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(end.value.code or 0), out, err)

    return _run
