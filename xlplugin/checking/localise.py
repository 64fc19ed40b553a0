"""Names the cells most likely wrong: the fewest cells (weighted) whose change makes every relation of the form hold.

The arithmetic says where to look, never what happened: `advise` words it so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xlplugin.checking.balance import PRIOR, Balances, compile_balances
from xlplugin.checking.causes import cause_of
from xlplugin.checking.search import Outcome, Problem, Solution, search
from xlplugin.filing import Filing, Shape
from xlplugin.findings import Suspect
from xlplugin.form import Balance, Form
from xlplugin.rules import catalogue
from xlplugin.rules.computed import computed_fields
from xlplugin.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIME_LIMIT = 5.0
"""Seconds for one connected part; beyond it nothing is claimed."""

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


def localise(filing: Filing, faulty: frozenset[str] = frozenset(), time_limit: float = TIME_LIMIT) -> list[Localisation]:
    """The suspects of a filing, one entry for each connected part with a broken relation; empty where all relations hold.

    `faulty`: fields that have findings of their own, which makes them likelier wrong.
    """
    system = _system(filing)
    if not (system.matrix @ system.values + system.constant).any():
        return []
    found = []
    for rows, columns in _parts(system):
        names = [system.fields[column] for column in columns]
        part = Problem(
            system.matrix[np.ix_(rows, columns)],
            system.values[columns],
            np.array([_weight(filing, name, name in faulty) for name in names]),
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


@lru_cache(maxsize=16)
def structure(form: Form) -> Balances:
    """The relations that must hold exactly: the equations of the catalogue's errors, with those that the form adds."""
    balances = compile_balances(form, list(catalogue().values()))
    exact = [entry for entry in balances.entries if entry[0].severity.name == "ERROR" and entry[2].operator == "="]
    return Balances(form, tuple(entry for entry in exact if not any(name.startswith(PRIOR) for name in entry[2].fields)), ())


@lru_cache(maxsize=16)
def _dense(form: Form) -> NDArray[np.float64]:
    """The matrix of `structure`, as an array."""
    return np.asarray(structure(form).matrix.toarray())


def _system(filing: Filing) -> _System:
    balances = structure(filing.form)
    fields = tuple(filing.form.fields)
    matrix = _dense(filing.form).copy()
    known = np.array([filing.is_known(name) and Decimal(filing.amount(name)) == int(filing.amount(name)) for name in fields])
    told = ~(np.abs(matrix) @ ~known > 0)
    matrix, constants = matrix[told], np.array([float(entry[2].left.constant - entry[2].right.constant) for entry in balances.entries])[told]
    column = {name: number for number, name in enumerate(fields)}
    for name, balance in _formulas(filing).items():  # a total that its own formula computes follows its parts
        for term in balance.right.terms:
            matrix[:, column[term.field]] += matrix[:, column[name]] * float(term.factor)
        matrix[:, column[name]] = 0
    values = np.array([int(filing.amount(name)) if is_known else 0 for name, is_known in zip(fields, known, strict=True)], dtype=np.int64)
    return _System(fields, matrix, values, constants)


def _formulas(filing: Filing) -> Mapping[str, Balance]:
    """Totals whose formula adds up just what the form says, those that rest on others first."""
    found: dict[str, Balance] = {}
    for name, balances in computed_fields(filing.form).items():
        sums = filing.facts.formula_terms.get(name)
        if sums is None or sums.constant or not filing.is_known(name):
            continue
        own = next((balance for balance in balances if {term.field: term.factor for term in balance.right.terms} == dict(sums.factors)), None)
        if own is not None:
            found[name] = own
    rank = {name: sum(term.field in found for term in balance.right.terms) for name, balance in found.items()}
    return dict(sorted(found.items(), key=lambda entry: -rank[entry[0]]))


def _parts(system: _System) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """(relations, cells) of each connected part that has a broken relation."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows, cells = system.matrix.shape
    at, links = np.nonzero(system.matrix)
    graph = coo_array((np.ones(at.size), (at, links + rows)), shape=(rows + cells, rows + cells))
    _, labels = connected_components(graph.tocsr(), directed=False)
    broken = np.flatnonzero(system.matrix @ system.values + system.constant)
    used = np.abs(system.matrix).sum(axis=0) > 0
    found = []
    for label in dict.fromkeys(labels[broken].tolist()):
        found.append((np.flatnonzero(labels[:rows] == label), np.flatnonzero((labels[rows:] == label) & used)))
    return found


def _weight(filing: Filing, name: str, is_faulty: bool) -> float:
    """How unlikely a cell is to be wrong, from 1 to 2."""
    field, cell = filing.form.fields[name], filing.cell(name)
    is_total = name in computed_fields(filing.form)
    weight = _GRAND_TOTAL if field.row.total and field.column.total else _TYPED_TOTAL if is_total else _PART
    return weight + (_BLANK if cell.shape is Shape.BLANK else 0) + (_FAULTY if is_faulty else 0)


def _localisation(filing: Filing, names: Sequence[str], outcome: Outcome) -> Localisation:
    fields = frozenset(names)
    if not outcome.is_complete or not outcome.solutions:
        return Localisation((), fields, False)
    readings = [_reading(names, solution) for solution in outcome.solutions]
    causes = [{name: cause_of(filing, name, value, reading) for name, value in reading.items()} for reading in readings]
    best = max(range(len(readings)), key=lambda number: (sum(cause is not None for cause in causes[number].values()), -number))
    others = tuple(tuple(reading.items()) for number, reading in enumerate(readings) if number != best)
    suspects = tuple(
        Suspect(name, filing.cell(name).place, filing.cell(name).value, value, others, causes[best][name]) for name, value in readings[best].items()
    )
    return Localisation(suspects, fields, True)


def _reading(names: Sequence[str], solution: Solution) -> dict[str, int]:
    """The cells to change and their values, by field id."""
    return {names[cell]: value for cell, value in zip(solution.cells, solution.values, strict=True)}


def advise(filing: Filing, localisation: Localisation) -> Text:
    """One sentence that claims no more than the arithmetic knows."""
    if not localisation.is_complete:
        return Text(
            "能使各项平衡的改法太多，或计算超过时限，无法判断错在哪一格，请对照申请台账逐项核对。",
            "there are too many ways to make the sums agree, or the time limit was hit: which cell is wrong cannot be told; go through the register",
        )
    suspects = localisation.suspects
    computed = computed_fields(filing.form)
    causes = [suspect.cause for suspect in suspects if suspect.cause]
    because = Text(f"（{'；'.join(cause.zh for cause in causes)}）", f" ({'; '.join(cause.en for cause in causes)})") if causes else Text("", "")
    if all(suspect.field in computed for suspect in suspects) and not suspects[0].alternatives:
        zh = "，".join(f"{_cell(filing, suspect.field).zh}应为各项之和 {suspect.expected}" for suspect in suspects)
        en = ", ".join(f"{_cell(filing, suspect.field).en} should be the sum of its parts, {suspect.expected}" for suspect in suspects)
        return Text(zh, en) + because + Text("。", "")
    if_so = _values(filing, [(suspect.field, suspect.expected) for suspect in suspects])
    first = Text(f"请核对申请台账：若{if_so.zh}", f"check the register: if {if_so.en}") + because + Text("，则全部平衡", ", everything agrees")
    shown = suspects[0].alternatives[:3]
    more = len(suspects[0].alternatives) - len(shown)
    alternatives = [_values(filing, alternative) for alternative in shown]
    rest = Text("", "")
    if alternatives:
        tail = Text(f"（另有 {more} 种可能）", f" ({more} more ways)") if more else Text("", "")
        rest = Text("；也可能是" + "；或".join(words.zh for words in alternatives), "; or else " + "; or ".join(words.en for words in alternatives)) + tail
    return first + rest + Text("。", "")


def _values(filing: Filing, values: Sequence[tuple[str, int | Decimal]]) -> Text:
    """Cells and the values they would have."""
    words = [(_cell(filing, name), value) for name, value in values]
    return Text("、".join(f"{cell.zh}为 {value}" for cell, value in words), " and ".join(f"{cell.en} is {value}" for cell, value in words))


def _cell(filing: Filing, name: str) -> Text:
    """A cell by its labels and address."""
    field, place = filing.form.fields[name], filing.cell(name).place
    return field.text + (Text(f"（{place.address}）", f" [{place.address}]") if place else Text("", ""))
