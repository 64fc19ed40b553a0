"""Names the cells most likely wrong: the fewest cells (weighted) whose change makes every relation of the form hold.

The arithmetic says where to look, never what happened: `advise` words it so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xlplugin.checking.balance import PRIOR, Balances, compile_balances, side_value
from xlplugin.checking.causes import cause_of
from xlplugin.checking.problem import MOST_SOLUTIONS, Outcome, Problem, Solution
from xlplugin.checking.search import search
from xlplugin.checking.suspicion import MOST_TOLD, cell_in_words, values_in_words
from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Suspect
from xlplugin.form import Balance, Form
from xlplugin.rules import catalogue
from xlplugin.rules.shared.totals import computed_fields
from xlplugin.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIME_LIMIT = 5.0
"""Seconds for one connected part; beyond it nothing is claimed."""
_LARGEST = 10**15
"""Floats tell whole numbers apart up to here, with room for sums."""

# Between 1 and 2, so that one cell always weighs less than two.
_PART, _TYPED_TOTAL, _GRAND_TOTAL = 1.5, 1.3, 1.8
_BLANK, _FAULTY = -0.15, -0.15


@dataclass(frozen=True, slots=True)
class Localisation:
    """What localisation says of one connected part of the broken relations: its suspects, or that it cannot tell."""

    suspects: tuple[Suspect, ...]
    fields: frozenset[str]
    """The fields of the part."""
    is_complete: bool
    is_many: bool = False
    """Whether nothing is claimed because too many ways are equally good."""
    is_unsolved: bool = False
    """Whether nothing is claimed because scipy, which would have to solve it, is not installed."""


def localise(filing: Filing, faulty: frozenset[str] = frozenset(), time_limit: float = TIME_LIMIT) -> list[Localisation]:
    """The suspects of a filing, one entry for each connected part with a broken relation; empty where all relations hold.

    `faulty`: fields that have findings of their own, which makes them likelier wrong.
    """
    system = _system(filing)
    found = []
    for rows, columns in _parts(system):
        names = [system.fields[column] for column in columns]
        part = Problem(
            system.matrix[np.ix_(rows, columns)],
            system.values[columns],
            np.array([weight(filing, name, name in faulty) for name in names]),
            system.constant[rows],
            np.array([-np.inf if filing.form.fields[name].kind == "signed_count" else 0.0 for name in names]),
        )
        outcome = search(part, time_limit) if part.residual.size else Outcome((), False)
        found.append(_localisation(filing, names, outcome))
    return found


@dataclass(frozen=True)
class _System:
    """The relations of a filing that can be told, with its formulas put in: matrix · values + constant."""

    fields: tuple[str, ...]
    matrix: NDArray[np.float64]
    values: NDArray[np.int64]
    constant: NDArray[np.float64]

    @cached_property
    def residual(self) -> NDArray[np.float64]:
        """What each relation is off by."""
        return np.asarray(self.matrix @ self.values + self.constant)


@lru_cache(maxsize=16)
def structure(form: Form) -> Balances:
    """The relations that must hold exactly: the equations of the catalogue's errors, with those that the form adds."""
    balances = compile_balances(form, list(catalogue().values()))
    exact = [entry for entry in balances.entries if entry[0].severity.name == "ERROR" and entry[2].operator == "="]
    return Balances(form, tuple(entry for entry in exact if not any(name.startswith(PRIOR) for name in entry[2].fields)), ())


@lru_cache(maxsize=16)
def matrix_of(form: Form) -> NDArray[np.float64]:
    """`structure` as a matrix: row i has the factors of left − right of relation i, column j is the form's field j. Not to be written to."""
    column = {name: number for number, name in enumerate(form.fields)}
    matrix = np.zeros((len(structure(form).entries), len(column)))
    for row, (_, _, balance) in enumerate(structure(form).entries):
        for name, factor in balance.factors():
            matrix[row, column[name]] += float(factor)
    return matrix


def _system(filing: Filing) -> _System:
    balances = structure(filing.form)
    fields = tuple(filing.form.fields)
    matrix = matrix_of(filing.form).copy()
    whole = [_whole(filing, name) for name in fields]
    known = np.array([amount is not None for amount in whole])
    constants = np.array([float(entry[2].left.constant - entry[2].right.constant) for entry in balances.entries])
    told = _are_told(matrix, known)
    column = {name: number for number, name in enumerate(fields)}
    for name, balance in formula_totals(filing).items():  # a total that its own formula computes follows its parts
        for term in balance.right.terms:
            matrix[:, column[term.field]] += matrix[:, column[name]] * float(term.factor)
        matrix[:, column[name]] = 0
    told &= _are_told(matrix, known)
    values = np.array([amount or 0 for amount in whole], dtype=np.int64)
    return _System(fields, matrix[told], values, constants[told])


def _whole(filing: Filing, name: str) -> int | None:
    """A cell's value, 0 where it is blank; None where it is unreadable, not found, no whole number, or beyond a float's reach."""
    amount = filing.amount(name)
    return int(amount) if filing.is_known(name) and -_LARGEST <= amount <= _LARGEST and amount == int(amount) else None


def _are_told(matrix: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The relations all of whose cells are known."""
    return np.asarray(np.abs(matrix) @ ~known == 0)


def formula_totals(filing: Filing) -> Mapping[str, Balance]:
    """Totals whose formula adds up just what the form says, and gives it; those that rest on others first."""
    found: dict[str, Balance] = {}
    for name, balances in computed_fields(filing.form).items():
        sums = filing.facts.formula_terms.get(name)
        if sums is None or sums.constant or not filing.is_known(name):
            continue
        own = next((balance for balance in balances if {term.field: term.factor for term in balance.right.terms} == dict(sums.factors)), None)
        if own is not None and side_value(own.right, filing) == filing.amount(name):  # a sum that leaves out a number stored as text does not
            found[name] = own
    ordered: dict[str, Balance] = {}
    for name in found:
        _after_parts(name, found, ordered)
    return dict(reversed(ordered.items()))


def _after_parts(name: str, found: Mapping[str, Balance], ordered: dict[str, Balance], above: frozenset[str] = frozenset()) -> None:
    """Puts a total behind those that it rests on."""
    if name not in found or name in ordered or name in above:
        return
    for term in found[name].right.terms:
        _after_parts(term.field, found, ordered, above | {name})
    ordered[name] = found[name]


def _parts(system: _System) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """(relations, cells) of each connected part that has a broken relation."""
    linked = system.matrix != 0
    waiting = system.residual != 0
    found = []
    while waiting.any():
        rows = np.arange(waiting.size) == waiting.argmax()
        cells = linked[rows].any(axis=0)
        while (wider := linked[:, cells].any(axis=1)).sum() > rows.sum():
            rows, cells = wider, linked[wider].any(axis=0)
        waiting &= ~rows
        found.append((np.flatnonzero(rows), np.flatnonzero(cells)))
    return found


def weight(filing: Filing, name: str, is_faulty: bool = False) -> float:
    """How unlikely a cell is to be wrong, from 1 to 2. `is_faulty`: it has a finding of its own."""
    field, cell = filing.form.fields[name], filing.cell(name)
    is_total = name in computed_fields(filing.form)
    plain = _GRAND_TOTAL if field.row.total and field.column.total else _TYPED_TOTAL if is_total else _PART
    return plain + (_BLANK if cell.shape is Shape.BLANK else 0) + (_FAULTY if is_faulty else 0)


def _localisation(filing: Filing, names: Sequence[str], outcome: Outcome) -> Localisation:
    fields = frozenset(names)
    if not outcome.is_complete or not outcome.solutions:
        return Localisation((), fields, False, bool(outcome.solutions), outcome.is_unsolved)
    readings = [_reading(names, solution) for solution in outcome.solutions]
    causes = [{name: cause_of(filing, name, value, reading) for name, value in reading.items()} for reading in readings]
    best = max(range(len(readings)), key=lambda number: (sum(cause is not None for cause in causes[number].values()), -number))
    others = tuple(tuple(reading.items()) for number, reading in enumerate(readings) if number != best)
    suspects = tuple(
        Suspect(name, filing.cell(name).place, filing.cell(name).value, value, others, causes[best][name]) for name, value in readings[best].items()
    )
    return Localisation(suspects, fields, True)


def with_totals(filing: Filing, fields: frozenset[str]) -> frozenset[str]:
    """The fields and the totals that formulas compute from them: those are no unknowns of the search, but a relation that is broken is told at them."""
    grown = set(fields)
    for name, balance in reversed(list(formula_totals(filing).items())):
        if any(term.field in grown for term in balance.right.terms):
            grown.add(name)
    return frozenset(grown)


def _reading(names: Sequence[str], solution: Solution) -> dict[str, int]:
    """The cells to change and their values, by field id."""
    return {names[cell]: value for cell, value in zip(solution.cells, solution.values, strict=True)}


_MANY = Text(
    f"能使各项平衡的改法太多（超过 {MOST_SOLUTIONS} 种），无法判断错在哪一格，请对照申请台账逐项核对。",
    f"more than {MOST_SOLUTIONS} changes would do equally well: which cell is wrong cannot be told; go through the register",
)
_NO_ANSWER = Text(
    "在时限内没有算出可靠的改法，无法判断错在哪一格，请对照申请台账逐项核对。",
    "no reliable answer was reached within the time limit: which cell is wrong cannot be told; go through the register",
)
_NO_SOLVER = Text(
    "这一部分错得较多，查找错格要用求解程序（scipy），此处没有，因此未查找。请对照申请台账逐项核对，或在装有 scipy 的电脑上再审核一次。",
    "too much is wrong in this part to be told without a solver (scipy), which is not installed here: wrong cells were not looked for; "
    "go through the register, or check again where scipy is installed",
)


def advise(filing: Filing, localisation: Localisation) -> Text:
    """One sentence that claims no more than the arithmetic knows."""
    if not localisation.is_complete:
        return _MANY if localisation.is_many else _NO_SOLVER if localisation.is_unsolved else _NO_ANSWER
    suspects = localisation.suspects
    causes = [suspect.cause for suspect in suspects if suspect.cause]
    because = Text(f"（{'；'.join(cause.zh for cause in causes)}）", f" ({'; '.join(cause.en for cause in causes)})") if causes else Text("", "")
    if all(_is_sum(filing, suspect.field) for suspect in suspects) and not suspects[0].alternatives:
        zh = "，".join(f"{cell_in_words(filing, suspect.field).zh}应为各项之和 {suspect.expected}" for suspect in suspects)
        en = ", ".join(f"{cell_in_words(filing, suspect.field).en} should be the sum of its parts, {suspect.expected}" for suspect in suspects)
        return Text(zh, en) + because + Text("。", "")
    if_so = values_in_words(filing, [(suspect.field, suspect.expected) for suspect in suspects])
    first = Text(f"请核对申请台账：若{if_so.zh}", f"check the register: if {if_so.en}") + because + _then(filing)
    shown = suspects[0].alternatives[:MOST_TOLD]
    more = len(suspects[0].alternatives) - len(shown)
    alternatives = [values_in_words(filing, alternative) for alternative in shown]
    rest = Text("", "")
    if alternatives:
        tail = Text(f"（另有 {more} 种可能）", f" ({more} more ways)") if more else Text("", "")
        rest = Text("；也可能是" + "；或".join(words.zh for words in alternatives), "; or else " + "; or ".join(words.en for words in alternatives)) + tail
    return first + rest + Text("。", "")


def _is_sum(filing: Filing, name: str) -> bool:
    """Whether a cell is a total all of whose parts are known, so that it can be said to be their sum."""
    return any(all(_whole(filing, term.field) is not None for term in balance.right.terms) for balance in computed_fields(filing.form).get(name, ()))


def _then(filing: Filing) -> Text:
    """What would follow: everything agrees, or as much of it as can be read."""
    is_all = all(_whole(filing, name) is not None for _, _, balance in structure(filing.form).entries for name in balance.fields)
    return Text("，则全部平衡", ", everything agrees") if is_all else Text("，则读得出的各项全部平衡", ", everything that can be read agrees")
