"""Sets up `.venv` and runs everything that may say no: ruff, mypy and the tests, and prints how much of each room the fast tests reach.

    scripts/test.py                    # everything
    scripts/test.py --fast             # only the tests that start no other program and take little time
    scripts/test.py --lint             # only ruff and mypy
    scripts/test.py -k locate -x       # arguments go to pytest, which alone is run, on those; --fast may stand among them
"""

from __future__ import annotations

import sys

import _openxml_validator
from _setup import ensure, program, run

ONE_AT_A_TIME = ("tests/test_calc_engine.py", "tests/test_live.py", "tests/test_desktop.py", "tests/test_toolbar_calc.py")
"""They drive an office or a screen of their own; several at once get into each other's way on a small machine."""
FAST, LINT = "--fast", "--lint"
OTHER_SYSTEMS = ("win32", "darwin")
"""Whose halves of the program mypy reads besides: nobody runs it there, and each half is to fit together at least."""
SLOW, NOT_SLOW = ["-m", "slow"], ["-m", "not slow"]


def steps(arguments: list[str]) -> dict[str, list[str]]:
    """The commands to run, by name, in their order."""
    python = program("python")
    # -rs: a test that skips says why, on every run. A later -n among the arguments wins.
    pytest = [python, "-m", "pytest", "-q", "-rs"]
    lint = {"ruff": [python, "-m", "ruff", "check", "."], "mypy": [python, "-m", "mypy"]} | {f"mypy, as on {system}": [python, "-m", "mypy", "--platform", system] for system in OTHER_SYSTEMS}
    if arguments == [LINT]:
        return lint
    if arguments:
        chosen = [argument for argument in arguments if argument != FAST]
        return {"pytest": [*pytest, "-n", "auto", *(NOT_SLOW if FAST in arguments else []), *chosen]}
    return {
        **lint,
        # Counting which lines run nearly doubles a test's time, so it is done where the tests are cheap.
        "pytest, fast": [*pytest, "-n", "auto", *NOT_SLOW, "--cov", "--cov-report="],
        "pytest, slow": [*pytest, "-n", "auto", *SLOW, *(f"--ignore={path}" for path in ONE_AT_A_TIME)],
        "pytest, with a real Calc": [*pytest, *ONE_AT_A_TIME],
        "coverage": [python, "scripts/coverage_by_room.py"],
    }


def main(arguments: list[str]) -> int:
    """0 when all agree, else 1; the later ones run though an earlier one failed."""
    ensure("test")
    if arguments != [LINT]:
        _openxml_validator.fetch()
    failed = []
    for name, command in steps(arguments).items():
        print(f"== {name}", flush=True)
        if run(*command):
            failed.append(name)
    print(f"== {'未通过 / failed: ' + ', '.join(failed) if failed else '全部通过 / all passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
