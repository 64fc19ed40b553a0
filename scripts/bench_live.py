"""How long a live validation takes in a real Calc, told apart: reading the sheets, checking, marking.

    python3 scripts/bench_live.py [RUNS]

Needs LibreOffice; starts one of its own, headless, on a profile of its own. Medians of some runs on the 2021 form with
three planted errors.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import xlwings

from tests.calc_host import missing, started
from xlplugin.checking.check import check
from xlplugin.form import editions
from xlplugin.live.calc_engine import connect
from xlplugin.live.calc_host import CalcHost
from xlplugin.live.session import Session
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue

FAULTS = {"requests.received.natural_person": 21, "requests.granted.natural_person": 12, "review.reconsideration.upheld": -1, "proactive.fees.amount": "三万元"}


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main(runs: int) -> int:
    """Prints the medians; 1 where no Calc can be driven."""
    if reason := missing():
        print(reason, file=sys.stderr)
        return 1
    form = editions()["2021"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "年报.xlsx"
        values: dict[str, object] = {**dict.fromkeys(form.fields, 0), **FAULTS}
        write_template(form, path, catalogue().values(), values=values, cover={"organ": "样例一镇", "year": 2023})
        with started(Path(folder), pipe="xlplugin_bench"):
            session = Session(xlwings.App(impl=connect("xlplugin_bench").app).books.open(str(path)), CalcHost())
            session.validate()
            filing = session.read()
            read = statistics.median(seconds(session.read) for _ in range(runs))
            checked = statistics.median(seconds(lambda: check([filing])) for _ in range(runs))
            whole = statistics.median(seconds(session.validate) for _ in range(runs))
    print(f"median of {runs}: read {read * 1000:.0f} ms, check {checked * 1000:.0f} ms, marks and list {max(whole - read - checked, 0) * 1000:.0f} ms, in all {whole * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
