"""Sets up `.venv` and runs everything that may say no: ruff, mypy and the tests. With arguments only pytest, on those: `scripts/test.py -k locate -x`."""

from __future__ import annotations

import sys

from _setup import ensure, program, run

ONE_AT_A_TIME = ("tests/test_calc_engine.py", "tests/test_live.py", "tests/test_desktop.py", "tests/test_toolbar_calc.py")
"""They drive an office or a screen of their own; several at once get into each other's way on a small machine."""


def main(arguments: list[str]) -> int:
    """0 when all agree, else 1; the later ones run though an earlier one failed."""
    ensure("test")
    python = program("python")
    # -rs: a test that skips says why, on every run. A later -n among the arguments wins.
    steps = {
        "ruff": [python, "-m", "ruff", "check", "."],
        "mypy": [python, "-m", "mypy"],
        "pytest": [python, "-m", "pytest", "-n", "auto", "-q", "-rs", *(f"--ignore={path}" for path in ONE_AT_A_TIME)],
        "pytest, with a real Calc": [python, "-m", "pytest", "-q", "-rs", *ONE_AT_A_TIME],
    }
    if arguments:
        steps = {"pytest": [python, "-m", "pytest", "-n", "auto", "-q", "-rs", *arguments]}
    failed = []
    for name, command in steps.items():
        print(f"== {name}", flush=True)
        if run(*command):
            failed.append(name)
    print(f"== {'未通过 / failed: ' + ', '.join(failed) if failed else '全部通过 / all passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
