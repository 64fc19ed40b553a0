"""What a roll-up has to say of its figures, in sentences: nothing in a sum is quiet about what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlplugin.filing.cells import Value
from xlplugin.form import Form
from xlplugin.outputs.rollup.add import Total, computed, tidied
from xlplugin.outputs.rollup.adjust import Adjustment
from xlplugin.outputs.rollup.words import some
from xlplugin.text import Text, join, number

_FEW = 5


def contradicted(shape: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """The totals whose sum is not that of their parts' sums, and what it would be: only filings with errors in them lead there."""
    parts = {name: sum((values[term.field] for term in balance.right.terms), start=0) for name, balance in computed(shape).computed.items()}
    return {name: tidied(value) for name, value in parts.items() if value != values[name]}


def remarks_on(total: Total, adjustments: Sequence[Adjustment], shape: Form, values: Mapping[str, Value], is_compared: bool) -> tuple[Text, ...]:
    """The sentences for the first page and the terminal."""
    found = []
    if adjustments:
        count = len({one.field for one in adjustments})
        found.append(_ADJUSTED.fill(n=len(adjustments), cells=count))
    if gaps := contradicted(shape, values):
        cells = [_GAP.fill(label=shape.fields[name].text, total=number(values[name]), parts=number(parts)) for name, parts in list(gaps.items())[:_FEW]]
        more = Text(f"等 {len(gaps)} 格", f" and others, {len(gaps)} in all") if len(gaps) > _FEW else Text("", "")
        found.append(_CONTRADICTED.fill(cells=join(cells, "；", "; ") + more))
    if total.unread:
        organs = list(dict.fromkeys(unread.organ for unread in total.unread))
        found.append(_AT_LEAST.fill(organs=some(organs), n=len(total.at_least)))
    for row, organs_of_row in total.undivided.items():
        if any(name.rpartition(".")[0] == row for name in shape.fields):
            label = next(line.text for name, line in shape.fields.items() if name.rpartition(".")[0] == row)
            found.append(_UNDIVIDED.fill(row=Text(label.zh.rpartition("·")[0], row), organs=some(organs_of_row)))
    if is_compared:
        found.append(_COMPARED)
    return tuple(found)


_ADJUSTED = Text(
    "各表为调整后的数：共 {n} 条调整，涉及 {cells} 格（合计随之变动）。调整前的汇总数、调整和原因见“汇总调整”。",
    "the tables hold the figures after {n} adjustments of {cells} cells (totals follow); the plain sums, the adjustments and their reasons are on the sheet 汇总调整",
)
_GAP = Text("{label} 报送合计之和 {total}，分项之和 {parts}", "{label}: totals add up to {total}, parts to {parts}")
_CONTRADICTED = Text(
    "有单位报送的合计与分项不符，汇总照实相加，未作平衡，有关合计格不是公式：{cells}。",
    "some filings' totals contradict their parts; they were added as they stand and not balanced, and the cells hold no formula: {cells}",
)
_AT_LEAST = Text(
    "{organs}有读不出的单元格，没有计入，有关的 {n} 格合计只能说“至少”；清单见“汇总说明”。",
    "{organs}: some cells cannot be read and were not added; the sums of {n} cells are lower bounds; the list is on the sheet 汇总说明",
)
_UNDIVIDED = Text(
    "“{row}”：{organs}只报了一行，没有拆分到规定的各行。汇总不替单位拆分，本表该项也合为一行；拆分情况见“汇总说明”，核实后可在“汇总调整”中拆分。",
    "{row}: {organs} filed a single row in place of several; it was not divided, and the roll-up has a single row too; divide it on the sheet 汇总调整 once it is known",
)
_COMPARED = Text("与上级自己的全域报告的差异见“汇总差异表”。", "the differences from the parent's own report are on the sheet 汇总差异表")
