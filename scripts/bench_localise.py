"""Error localisation beside Banff of Statistics Canada: the same records, relations and weights through both, in one run.

Banff needs an older pandas than constraints.txt has, so it gets an environment of its own:

    python -m venv .venv-bench
    .venv-bench/bin/pip install -c scripts/bench-constraints.txt -e ".[bench]"
    .venv-bench/bin/python scripts/bench_localise.py
"""

from __future__ import annotations

import importlib
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from xlplugin.checking.examples import filing_of
from xlplugin.checking.localise import localise, structure, weight
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, editions
from xlplugin.rules.declare import Example

RECORDS = 100
LIMIT = 20.0
"""Seconds that Banff may take for a record."""
MOST_ERRORS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What one program says of one record: the ways it tells, each a set of cells, what one costs, and the seconds it took."""

    ways: tuple[frozenset[str], ...]
    cost: float | None
    """None: not solved."""
    seconds: float


def main(count: int = RECORDS) -> None:
    """Prints the share solved, the seconds a record, and the ratios."""
    form = editions()["2021"]
    made = [record(form, seed) for seed in range(count)]
    run_xlplugin(made[:1])  # what is loaded and compiled once is not timed, on either side
    ours = run_xlplugin(made)
    print(f"{count} records, {len(fields(form))} cells, {len(edits(form))} relations and every cell >= 0, 1 to {MOST_ERRORS} errors each")
    print(line("xlplugin", ours, ours))
    run_banff(made[:1])
    start = time.perf_counter()
    batch = run_banff(made)
    in_all = time.perf_counter() - start
    print(line("Banff, one batch", batch, ours, in_all))
    single = [answer for filing in made for answer in run_banff([filing])]
    print(line("Banff, record by record", single, ours))
    print(f"least costs that differ where both solved: {sum(differs(one, other) for theirs in (batch, single) for one, other in zip(ours, theirs, strict=True))}")
    print(f"Banff's cells that are not among xlplugin's ways: {sum(is_other(one, other) for theirs in (batch, single) for one, other in zip(ours, theirs, strict=True))}")
    total = sum(answer.seconds for answer in ours)
    one_by_one = sum(answer.seconds for answer in single)
    print(f"xlplugin is faster: median record {times(single, ours, median)}; in total {in_all / total:.0f} x (Banff in one batch), {one_by_one / total:.0f} x (record by record)")
    solved = [(one, other) for one, other in zip(ours, single, strict=True) if other.cost is not None]
    if len(solved) < count:
        kept, theirs = [one for one, _ in solved], [other for _, other in solved]
        print(f"  without the {count - len(solved)} that Banff gave up: in total {times(theirs, kept, sum)} (record by record)")


def times(theirs: Sequence[Answer], ours: Sequence[Answer], of: Callable[[list[float]], float]) -> str:
    """How many times longer the others took."""
    return f"{of([answer.seconds for answer in theirs]) / of([answer.seconds for answer in ours]):.0f} x"


def record(form: Form, seed: int) -> Filing:
    """A filing of section three in which everything agrees but 1 to 3 cells."""
    rng = random.Random(seed)
    block = form.table("requests").block("requests")
    rows = [row.id for row in block.members("results", "row")]
    columns = [column.id for column in block.columns if not column.total]
    values: dict[str, int] = {}
    for column in columns:
        parts = {row: rng.choice((0, 0, 0, rng.randint(1, 9), rng.randint(1, 60))) for row in rows}
        closed, over = sum(parts.values()), rng.choice((0, 0, rng.randint(0, 9)))
        old = rng.randint(0, min(9, closed + over))
        column_values = {**parts, "results_total": closed, "carried_over": over, "carried_in": old, "received": closed + over - old}
        values |= {f"requests.{row}.{column}": value for row, value in column_values.items()}
    values |= {f"requests.{row.id}.total": sum(values[f"requests.{row.id}.{column}"] for column in columns) for row in block.rows}
    for name in rng.sample(fields(form), rng.randint(1, MOST_ERRORS)):
        true = values[name]
        values[name] = rng.choice([value for value in (true + 1, true - 1, true + 10, true * 10, int(str(true)[::-1]), rng.randint(0, 60)) if value not in (true, -1)])
    return filing_of(Example(values))


def run_xlplugin(filings: Sequence[Filing]) -> list[Answer]:
    """The answers of `localise`, with all ties."""
    answers = []
    for filing in filings:
        start = time.perf_counter()
        parts = localise(filing)
        seconds = time.perf_counter() - start
        ways = [frozenset[str]()]
        for part in parts:
            alternatives = part.suspects[0].alternatives if part.suspects else ()
            mine = [frozenset(suspect.field for suspect in part.suspects), *(frozenset(name for name, _ in alternative) for alternative in alternatives)]
            ways = [way | more for way in ways for more in mine]
        is_solved = all(part.is_complete for part in parts)
        answers.append(Answer(tuple(ways), cost(filing, ways[0]) if is_solved else None, seconds))
    return answers


def run_banff(filings: Sequence[Filing]) -> list[Answer]:
    """The answers of Banff's errorloc to some records in one call; the seconds of each are the call's, shared out evenly."""
    banff, pandas = importlib.import_module("banff"), importlib.import_module("pandas")
    form = filings[0].form
    names = {name: f"c{number:03}" for number, name in enumerate(fields(form))}
    table = pandas.DataFrame([{"record": f"r{number:05}", **{short: float(filing.amount(name)) for name, short in names.items()}} for number, filing in enumerate(filings)])
    written = " ".join(" + ".join(names[name] for name in left) + " = " + " + ".join(names[name] for name in right) + ";" for left, right in edits(form))
    weights = " ".join(f"{short} = {weight(filings[0], name):.2f};" for name, short in names.items())
    start = time.perf_counter()
    result = banff.errorloc(
        indata=table, unit_id="record", edits=written, weights=weights, time_per_obs=LIMIT, seed=1, outstatus="pandas", outreject="pandas", capture=None, trace=False
    )
    seconds = (time.perf_counter() - start) / len(filings)
    field_of = {short: name for name, short in names.items()}
    chosen: dict[str, set[str]] = {}
    for unit, short in zip(result.outstatus["record"], result.outstatus["FIELDID"], strict=True):
        chosen.setdefault(unit, set()).add(field_of[short])
    given_up = set(result.outreject["record"])
    answers = []
    for number, filing in enumerate(filings):
        unit = f"r{number:05}"
        cells = frozenset(chosen.get(unit, ()))
        answers.append(Answer((cells,), None if unit in given_up else cost(filing, cells), seconds))
    return answers


def fields(form: Form) -> list[str]:
    """The cells of section three."""
    return [field.id for field in form.table("requests").fields]


def edits(form: Form) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The relations of section three: the cells added up on the left and on the right."""
    balances = [balance for _, _, balance in structure(form).entries if balance.at.startswith("requests.")]
    return [(tuple(term.field for term in balance.left.terms), tuple(term.field for term in balance.right.terms)) for balance in balances]


def cost(filing: Filing, cells: frozenset[str]) -> float:
    """The weight of a set of cells."""
    return sum(weight(filing, name) for name in sorted(cells))


def differs(one: Answer, other: Answer) -> bool:
    """Whether both programs solved a record, and not at the same cost."""
    return one.cost is not None and other.cost is not None and abs(one.cost - other.cost) > 1e-6


def is_other(one: Answer, other: Answer) -> bool:
    """Whether both solved a record, and the second's cells are none of the first's ways."""
    return one.cost is not None and other.cost is not None and other.ways[0] not in one.ways


def line(name: str, answers: Sequence[Answer], reference: Sequence[Answer], in_all: float | None = None) -> str:
    """One line of the outcome; solved exactly means at no more than the reference's cost."""
    exact = sum(answer.cost is not None and (best.cost is None or answer.cost < best.cost + 1e-6) for answer, best in zip(answers, reference, strict=True))
    seconds = sorted(answer.seconds for answer in answers)
    total = sum(seconds) if in_all is None else in_all
    spread = f"a record {total / len(answers):.4f} s" if in_all is not None else f"median {median(seconds):.4f} s, longest {seconds[-1]:.4f} s"
    return f"{name:24} solved exactly {exact} of {len(answers)}; {spread}, in total {total:.2f} s"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
