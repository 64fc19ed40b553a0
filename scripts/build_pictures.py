"""Walks through a clerk's afternoon in a visible Calc and keeps a picture of each step: the empty template, typing, half filled, wrong, the button,
the next problem, mended, the button again, explained, saved.

    .venv/bin/python scripts/build_pictures.py [FOLDER]      # default pictures/

It needs LibreOffice, Xvfb, xdotool and ImageMagick, as `tests/test_desktop.py` does. `docs/images/live.png`, the picture of the README, is
made anew from the step after the first click; `scripts/build_images.py` makes the others. What was seen to be wrong on the way ends it with status 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.desktop import Window, wait_for
from tests.resident import told
from tests.toolbar_desk import calc_with_toolbar
from xlplugin.form import editions
from xlplugin.form.sheets import FINDINGS
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue
from xlplugin.runs.run import check_files

ROOT = Path(__file__).resolve().parent.parent
FORM = editions()["2021"]
COVER = {"meta.organ": "样例一镇人民政府", "meta.year": 2023, "meta.level": "乡镇", "meta.scope": "本机关"}
COLUMN = "natural_person"
TYPED = {"requests.received": 15, "requests.carried_in": 0, "requests.granted": 9}
"""What the clerk types into the first column before the first look."""
CLOSED = {"requests.partly_granted": 2, "requests.declined_repeated": 3, "requests.carried_over": 6}
"""And then: six carried over where one was."""
MENDED = 1
DOUBTFUL = {"requests.granted.research": "/"}
"""A stroke where a 0 belongs: a warning that the clerk explains."""
REASON = "本年没有科研机构申请，划线表示没有。"
_CROP = (0, 0, 1170, 720)
"""The part of the screen that the README shows."""


@dataclass
class Afternoon:
    """The clerk at the desk: what is typed goes through the keyboard, and after each step a picture is kept."""

    window: Window
    folder: Path
    steps: int = 0

    @property
    def model(self) -> Any:
        return self.window.frame.Controller.Model

    def cell(self, name: str) -> Any:
        """A cell by its field id, as the template names it."""
        return self.model.NamedRanges.getByName(name).getReferredCells()

    def go(self, cell: Any) -> None:
        """Shows a cell and selects it."""
        controller = self.window.frame.Controller
        controller.setActiveSheet(cell.Spreadsheet)
        controller.select(cell)

    def enter(self, name: str, content: object) -> None:
        """Types into a cell, as a person does."""
        self.go(self.cell(name))
        self.keys(str(content))
        wait_for(lambda: True if self.cell(name).String.replace(".00", "") == str(content) else None, f"{content} in {name}", 20)

    def keys(self, words: str) -> None:
        """Types words and Enter."""
        environment = {**os.environ, "DISPLAY": self.window.display}
        subprocess.run(["xdotool", "type", "--delay", "40", words], env=environment, check=True)
        subprocess.run(["xdotool", "key", "Return"], env=environment, check=True)

    def fill(self, values: Mapping[str, object]) -> None:
        """Fills cells at once: what a picture of each would not show more of."""
        for name, content in values.items():
            cell = self.cell(name)
            if isinstance(content, str):
                cell.setString(content)
            else:
                cell.setValue(float(str(content)))

    def shot(self, name: str, pause: float = 1.5) -> Path:
        """A picture of the screen after a pause in seconds, in which it comes to rest."""
        time.sleep(pause)
        self.steps += 1
        target = self.window.photograph(self.folder / f"{self.steps:02}-{name}.png")
        print(target.name, flush=True)
        return target

    def press(self, button: str, presses: int, state: Path, *, is_shown: bool = False) -> None:
        """Presses a button and waits until the helper has done as many commands as that; `is_shown`: with a picture of what is seen meanwhile."""
        self.window.press(button)
        if is_shown:
            self.shot("working", 0.3)
        wait_for(lambda: True if told(state)["done"] >= presses else None, f"the end of {button}", 120)


def walk(clerk: Afternoon, state: Path, workbook: Path) -> list[str]:
    """The afternoon; what was not as it should be, in sentences."""
    faults: list[str] = []
    clerk.shot("empty-cover")
    for name, content in COVER.items():
        clerk.fill({name: content})
    clerk.go(clerk.cell(f"requests.received.{COLUMN}"))
    clerk.shot("empty-table")
    for row, content in TYPED.items():
        clerk.enter(f"{row}.{COLUMN}", content)
    clerk.shot("typing")
    free = [name for name in FORM.fields if not clerk.cell(name).getFormula().startswith("=")]
    column = [name for name in free if name.startswith("requests.") and name.endswith(COLUMN) and name.rpartition(".")[0] not in {**TYPED, **CLOSED}]
    clerk.fill(dict.fromkeys(column[: len(column) // 2], 0))
    clerk.go(clerk.cell(f"requests.received.{COLUMN}"))
    clerk.shot("half")
    clerk.fill(dict.fromkeys(column, 0))
    for row, content in CLOSED.items():
        clerk.enter(f"{row}.{COLUMN}", content)
    clerk.go(clerk.cell(f"requests.received.{COLUMN}"))
    clerk.shot("wrong")
    done = {f"{row}.{COLUMN}" for row in {**TYPED, **CLOSED}}
    clerk.fill({name: DOUBTFUL.get(name, 0) for name in free if name not in done})
    clerk.press("审核全表", 1, state, is_shown=True)
    clerk.shot("clicked")
    clerk.press("下一个问题", 2, state)
    clerk.shot("next")
    clerk.enter(f"requests.carried_over.{COLUMN}", MENDED)
    clerk.go(clerk.cell(f"requests.received.{COLUMN}"))
    clerk.shot("mended")
    clerk.press("审核全表", 3, state)
    clerk.shot("clicked-again")
    listed = clerk.model.Sheets.getByName(FINDINGS)
    rows = [number for number in range(2, 40) if "划" in listed.getCellByPosition(2, number).String or "“/”" in listed.getCellByPosition(2, number).String]
    clerk.go(listed.getCellByPosition(3, rows[0] if rows else 2))
    clerk.shot("list")
    if not rows:
        faults.append("the stroke is not on 校验结果")
    else:
        listed.getCellByPosition(3, rows[0]).setString(REASON)
        clerk.shot("explained")
    clerk.press("审核全表", 4, state)
    clerk.shot("clicked-at-last")
    clerk.model.store()
    clerk.shot("saved")
    [report] = check_files([workbook])
    open_ones = [finding.rule for finding in report.findings if finding.waived is None]
    waived = [finding.rule for finding in report.findings if finding.waived is not None]
    print(f"saved: {report.status}, open {open_ones}, explained {waived}")
    if report.status == "error":
        faults.append(f"the saved workbook still has errors: {open_ones}")
    return faults


def _empty(folder: Path) -> Path:
    workbook = folder / "2023年报.xlsx"
    write_template(FORM, workbook, catalogue().values())
    return workbook


def main(arguments: list[str]) -> int:
    """The pictures in a folder; 1 where something on the way was not as it should be."""
    target = Path(arguments[0] if arguments else "pictures").resolve()
    target.mkdir(parents=True, exist_ok=True)
    with calc_with_toolbar(_empty) as desk:
        faults = walk(Afternoon(desk.window, target), desk.state, desk.workbook)
    [clicked] = target.glob("*-clicked.png")
    picture = Image.open(clicked).convert("RGB").crop(_CROP)
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(ROOT / "docs" / "images" / "live.png", optimize=True)
    for fault in faults:
        print(fault)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
