"""Sets up `.venv` and runs everything that may say no: ruff, mypy and the tests, and prints how much of each room the fast tests reach.

    scripts/test.py                    # everything
    scripts/test.py --fast             # only the tests that start no other program and take little time
    scripts/test.py --lint             # only ruff and mypy
    scripts/test.py -k locate -x       # arguments go to pytest, which alone is run, on those; --fast may stand among them
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import _openxml_validator
from _setup import ROOT, ensure, program, run, run_quietly

ONE_AT_A_TIME = ("tests/test_calc_engine.py", "tests/test_live.py", "tests/test_desktop.py", "tests/test_toolbar_calc.py")
"""They drive an office or a screen of their own; several at once get into each other's way on a small machine."""
FAST, LINT = "--fast", "--lint"
LINTS = ("ruff", "mypy")
OTHER_SYSTEMS = ("win32", "darwin")
"""Whose halves of the program mypy reads besides: nobody runs it there, and each half is to fit together at least. The tests drive what only this one has."""
SLOW, NOT_SLOW = ["-m", "slow"], ["-m", "not slow"]
CACHES = {"pytest, slow": ".pytest_cache/slow", "pytest, with a real Calc": ".pytest_cache/calc"}
"""The steps whose tests drive other programs, and where pytest notes which of them failed."""
MOST_AGAIN = 5
"""So many failures may be a window that came late on a busy machine; more are a fault of ours."""


def steps(arguments: list[str]) -> dict[str, list[str]]:
    """The commands to run, by name, in their order."""
    python = program("python")
    # -rs: a test that skips says why, on every run. A later -n among the arguments wins.
    pytest = [python, "-m", "pytest", "-q", "-rs"]
    # Each system has its own cache: in one they would throw out each other's.
    others = {f"mypy, as on {system}": [python, "-m", "mypy", "--platform", system, "--cache-dir", f".mypy_cache/{system}", "xlplugin", "scripts"] for system in OTHER_SYSTEMS}
    lint = {"ruff": [python, "-m", "ruff", "check", "."], "mypy": [python, "-m", "mypy"]} | others
    if arguments == [LINT]:
        return lint
    if arguments:
        chosen = [argument for argument in arguments if argument != FAST]
        return {"pytest": [*pytest, "-n", "auto", *(NOT_SLOW if FAST in arguments else []), *chosen]}
    return {
        **lint,
        # Counting which lines run nearly doubles a test's time, so it is done where the tests are cheap.
        "pytest, fast": [*pytest, "-n", "auto", *NOT_SLOW, "--cov", "--cov-report="],
        "pytest, slow": [*pytest, "-n", "auto", *SLOW, *(f"--ignore={path}" for path in ONE_AT_A_TIME), *_noting("pytest, slow")],
        "pytest, with a real Calc": [*pytest, *ONE_AT_A_TIME, *_noting("pytest, with a real Calc")],
        "coverage": [python, "scripts/coverage_by_room.py"],
    }


def _noting(step: str) -> list[str]:
    return ["-o", f"cache_dir={CACHES[step]}"]


def failures(step: str) -> list[str]:
    """The tests that failed in a step when it ran last."""
    try:
        return list(json.loads((ROOT / CACHES[step] / "v/cache/lastfailed").read_text("utf-8")))
    except (KeyError, OSError, ValueError):
        return []


def again(step: str) -> bool:
    """Whether the few tests that failed beside others pass when nothing else runs: they drive programs whose time on a small machine is not theirs to say.

    Each is named, so that one that does this often is seen and mended.
    """
    missed = failures(step)
    if not 0 < len(missed) <= MOST_AGAIN or not all("::" in test for test in missed):
        return False
    print(f"== {step}: 单独再跑一次 / once more, by themselves: {', '.join(missed)}", flush=True)
    if run(program("python"), "-m", "pytest", "-q", "-rs", *_noting(step), *missed):
        return False
    print(f"== {step}: 单独运行时通过，请留意 / passed only by themselves, to be looked at: {', '.join(missed)}", flush=True)
    return True


def at_once(commands: dict[str, list[str]]) -> list[str]:
    """The names of those that failed: they use one core each, so as many run as there are cores. Each says what it has to say when those before it have."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, ended in zip(commands, pool.map(lambda command: run_quietly(*command), commands.values()), strict=True):
            print(f"== {name}\n{ended.stdout}", end="", flush=True)
            if ended.returncode:
                failed.append(name)
    return failed


def main(arguments: list[str]) -> int:
    """0 when all agree, else 1; the later ones run though an earlier one failed."""
    ensure("test")
    if arguments != [LINT]:
        _openxml_validator.fetch()
    commands = steps(arguments)
    failed = at_once({name: command for name, command in commands.items() if name.startswith(LINTS)})
    for name, command in commands.items():
        if name.startswith(LINTS):
            continue
        print(f"== {name}", flush=True)
        if name in CACHES:
            (ROOT / CACHES[name] / "v/cache/lastfailed").unlink(missing_ok=True)
        if run(*command) and not again(name):
            failed.append(name)
    print(f"== {'未通过 / failed: ' + ', '.join(failed) if failed else '全部通过 / all passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
