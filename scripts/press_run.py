"""What a press of the toolbar costs in a real Calc, the first time and afterwards, against the time that the marks need anyway.

    python3 scripts/press_run.py [PRESSES]

Installs the toolbar into a profile of its own, opens a filled form with errors in a Calc with windows, and has the office itself
dispatch the button's command; a press lasts until the helper has done it. The marks' own time is that of
the same session in this process, over the same kind of pipe, on the same workbook in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
import xlwings

from tests.desktop import Window, missing_desktop
from tests.resident import helper_pid, told
from tests.toolbar_desk import calc_with_toolbar
from tests.toolbar_profile import missing_unopkg
from xlplugin.form import editions
from xlplugin.live.calc_engine import Engine
from xlplugin.live.calc_host import CalcHost
from xlplugin.live.session import Session
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue

FAULTS = {"requests.received.natural_person": 21, "requests.granted.natural_person": 12, "review.reconsideration.upheld": -1, "proactive.fees.amount": "三万元"}
MOST = 0.5
"""Seconds that a press may cost besides the marks."""


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def press(window: Window, state: Path, command: str) -> float:
    """From the press until the command has ended."""
    before, start = max(told(state)["done"], 0), time.perf_counter()
    window.service("com.sun.star.frame.DispatchHelper").executeDispatch(window.frame, f"vnd.xlplugin:{command}", "_self", 0, ())
    while told(state)["done"] <= before:
        time.sleep(0.01)
    taken = time.perf_counter() - start
    time.sleep(0.3)  # the toolbar takes the result
    if window.has_message():
        raise SystemExit(f"{command}: {window.message()[1]}")
    return taken


def cost(state: Path) -> float:
    """The processor's time that the helper has used so far."""
    with suppress(OSError):
        used = Path(f"/proc/{helper_pid(state)}/stat").read_text("utf-8").rpartition(")")[2].split()
        if sys.platform != "win32":
            return (int(used[11]) + int(used[12])) / float(os.sysconf("SC_CLK_TCK"))
    return 0.0


def measured(window: Window, state: Path, presses: int) -> tuple[float, list[float], list[float], float, float]:
    """The first press, the others, the marks alone, what the helper used for a press, and what a press of 下一个问题 takes."""
    first = press(window, state, "validate")
    session = Session(book_of(window), CalcHost())
    own = statistics.median(seconds(session.validate) for _ in range(presses))
    before = cost(state)
    others = [press(window, state, "validate") for _ in range(presses)]
    used = (cost(state) - before) / presses
    alone = [seconds(session.validate) for _ in range(presses)]
    steps = statistics.median(press(window, state, "next_problem") for _ in range(presses))
    return first, others, [own, statistics.median(alone)], used, steps


def book_of(window: Window) -> Any:
    """The open workbook, as xlwings' object."""
    return next(iter(xlwings.App(impl=Engine(window.context).app).books))


def _faulty(folder: Path) -> Path:
    form, workbook = editions()["2021"], folder / "年报.xlsx"
    values: dict[str, object] = {**dict.fromkeys(form.fields, 0), **FAULTS}
    write_template(form, workbook, catalogue().values(), values=values, cover={"organ": "样例一镇", "year": 2023})
    return workbook


def main(presses: int) -> int:
    """Prints the times; 1 where no Calc can be driven, or where a later press costs too much."""
    if reason := missing_desktop() or missing_unopkg():
        print(reason, file=sys.stderr)
        return 1
    with calc_with_toolbar(_faulty) as desk:
        first, others, own, used, step = measured(desk.window, desk.state, presses)
    later, marks = statistics.median(others), statistics.median(own)
    print(f"first press {first:.2f} s; {presses} further: median {later:.2f} s, longest {max(others):.2f} s; the helper used {used:.2f} s of processor for each")
    print(f"the marks alone, in this process: {marks:.2f} s; a further press costs {later - marks:+.2f} s besides (at most {MOST})")
    print(f"下一个问题: {step:.2f} s")
    return int(later - marks > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
