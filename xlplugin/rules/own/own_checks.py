"""The checks that a unit's file can declare: a linear relation, or the range of one field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from xlplugin.errors import EquationError
from xlplugin.filing.filing import Filing
from xlplugin.form import Balance, Form, Relation
from xlplugin.form.model import Axis
from xlplugin.rules.declare import Context, Hit, Inspect, Unknown
from xlplugin.rules.own.toml_entry import Entry
from xlplugin.text import Text, join

_NAME = re.compile(r"[A-Za-z_][\w.]*")
_PRIOR = "prior."
_NOT_ON_FORM = Text("这份表格没有该规则所用的栏目", "the form has no cell that the rule is about")
_NO_FIELD = Text("没有栏目“{name}”（写法是 表.行.列，如 requests.received.total）。", 'there is no field "{name}" (table.row.column, such as requests.received.total)')


def relation_of(entry: Entry, forms: Sequence[Form]) -> Relation:
    """The relation of an entry, at a field of this year; raises `DefinitionError` for what no edition can hold."""
    equation = entry.string("equation") or ""
    over = entry.choice("over", dict.fromkeys(table.id for form in forms for table in form.tables))
    each = entry.choice("each", ("row", "column"))
    if (over is None) != (each is None):
        raise entry.mistake("over（哪张表）和 each（row 或 column）要一起写。", "over (which table) and each (row or column) go together")
    relation = Relation(equation, over, cast(Axis | None, each), entry.string("at"))
    _check_names(entry, relation, forms)
    holds = [form for form in forms if _balances(entry, relation, form)]
    if not holds:
        raise entry.mistake(f"没有哪一版表格同时有关系式“{equation}”里的栏目。", f'no edition has all that the equation "{equation}" names')
    if relation.at is None and any(balance.at.startswith(_PRIOR) for balance in relation.balances(holds[0])):
        own = next((name for balance in relation.balances(holds[0]) for name in balance.fields if not name.startswith(_PRIOR)), None)
        if own is None:
            raise entry.mistake("关系式里没有本年的栏目。", "the equation names no cell of this year's")
        relation = Relation(equation, at=own)
    if any(balance.at not in form.fields for form in holds for balance in relation.balances(form)):
        if relation.at is None:
            raise entry.mistake("要用 at 写明问题报在哪一栏。", "needs at, which says where a finding is reported")
        raise entry.mistake(f"at 写的“{relation.at}”不是这张表的栏目。", f'at: "{relation.at}" is no cell of the form')
    return relation


def _balances(entry: Entry, relation: Relation, form: Form) -> tuple[Balance, ...]:
    try:
        return relation.balances(form)
    except EquationError as error:
        reason = error.reason
        raise entry.mistake(f"关系式“{relation.equation}”读不懂（{reason}），写法如 a + 0.5 * b <= c。", f'cannot read the equation "{relation.equation}" ({reason}); write a + 0.5 * b <= c') from error


def _check_names(entry: Entry, relation: Relation, forms: Sequence[Form]) -> None:
    """Raises `DefinitionError` for an equation without names, or with one that no edition has."""
    names = [name for name in _NAME.findall(relation.equation) if name != "sum"]
    if relation.over is None:
        known = {name for form in forms for name in form.fields}
        unknown = [name for name in names if name.removeprefix(_PRIOR) not in known]
        what = _NO_FIELD
    else:
        across: Axis = "row" if relation.each == "column" else "column"
        blocks = [block for form in forms for table in form.tables if table.id == relation.over for block in table.blocks]
        known = {line.id for block in blocks for line in block.lines(across)} | {group.id for block in blocks for group in block.groups(across)}
        unknown = [name for name in names if name not in known]
        what = Text(f"{relation.over} 表没有{'行' if across == 'row' else '列'}“{{name}}”。", f'the table {relation.over} has no {across} "{{name}}"')
    if not names:
        raise entry.mistake("关系式里没有栏目。", "the equation names no cell")
    if unknown:
        raise entry.mistake(*_both(what.fill(name=unknown[0])))


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def range_of(entry: Entry, forms: Sequence[Form]) -> Inspect:
    """The check that a field lies between least and most."""
    name, low, high = entry.string("field") or "", entry.number("least"), entry.number("most")
    if not any(name in form.fields for form in forms):
        raise entry.mistake(*_both(_NO_FIELD.fill(name=name)))
    if low is None and high is None:
        raise entry.mistake("least（下限）、most（上限）至少写一个。", "needs least or most, or both")
    if low is not None and high is not None and low > high:
        raise entry.mistake(f"下限 least（{low}）大于上限 most（{high}）。", f"least ({low}) is above most ({high})")
    wordings = [Text("不小于 {bound}", "at least {bound}").fill(bound=low)] if low is not None else []
    wordings += [Text("不大于 {bound}", "at most {bound}").fill(bound=high)] if high is not None else []
    bounds = join(wordings, "、", " and ")

    def inspect(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
        if name not in filing.form.fields:
            yield Unknown(_NOT_ON_FORM)
        elif not filing.is_known(name):
            yield Unknown(Text("“{label}”读不出数字", "{label} cannot be read as a number").fill(label=filing.form.fields[name].text), name)
        else:
            value = filing.amount(name)
            if (low is not None and value < low) or (high is not None and value > high):
                yield Hit(name, actual=value, words={"bounds": bounds})

    return inspect
