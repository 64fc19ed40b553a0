"""B05: a territory's own report is the sum of the reports below it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xlplugin.filing.cells import Value
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, Submission, Sum
from xlplugin.rules.batches.wording import file_name, organ, organs
from xlplugin.rules.declare import IN_TABLE_ZH, Across, Case, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.rules.shared.totals import computed_fields
from xlplugin.text import Text, same

_COUNTED_TWICE = ("proactive.normative_documents.", "review.")
"""Joint documents, transfers and joint defendants: each organ counts them, the territory once."""
_LACKING = Text("{organ}的下级单位中，{lacking}没有可用的报送，暂不能核对上下级合计", "below {organ}, {lacking} gave nothing that can be read, so its sums cannot be compared yet")
_NO_PARTS = Text("{organ}的下级单位没有报送，不能核对上下级合计", "no organ below {organ} has submitted, so its sums cannot be compared")
_NOT_WHOLE = Text(
    "{organ}的上级报告口径是“{scope}”，不是“全域”，没有与下级单位比对合计",
    "the report of {organ} has the scope {scope}, not 全域, so its sums were not compared with those of the organs below it",
)
_UNCLEAR = Text(
    "给了几份上级报告而没有名册，不知道各管哪些单位，不能核对上下级合计（用 --roster 指定名册）",
    "several parents were given without a roster, so nothing says which organs are below which, and no sums can be compared (give one with --roster)",
)


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    for one in batch.sums:
        parent = batch.contents.filing(one.file)
        if parent is None:
            continue
        if one.scope or one.is_unclear or one.lacking or not one.parts:
            reason = _NOT_WHOLE if one.scope else _UNCLEAR if one.is_unclear else _LACKING if one.lacking else _NO_PARTS
            yield Unknown(reason.fill(organ=organ(one.organ), scope=one.scope, lacking=organs(one.lacking)))
            continue
        yield from _differences(parent, one, _totals(parent, one, batch))


def _totals(parent: Filing, one: Sum, batch: Batch) -> dict[str, Value]:
    """The sums of the parts, by field; a field that one of them lacks or that cannot be read in it is left out."""
    totals: dict[str, Value] = {name: 0 for name in parent.form.fields if parent.is_known(name)}
    for file in one.parts:
        part = batch.contents.filing(file)
        totals = {} if part is None else {name: total + part.amount(name) for name, total in totals.items() if part.is_known(name)}
    return totals


def _differences(parent: Filing, one: Sum, totals: Mapping[str, Value]) -> Iterator[Hit]:
    """A hit for each cell that differs; a total that differs by just what its parts do is told with them, not by itself."""
    differ = {name: Decimal(parent.amount(name)) - Decimal(total) for name, total in totals.items() if parent.amount(name) != total}
    sums = {name: balances for name, balances in computed_fields(parent.form).items() if name in differ}
    follows = [
        name
        for name, balances in sums.items()
        if any(sum((term.factor * differ.get(term.field, Decimal(0)) for term in balance.right.terms), Decimal(0)) == differ[name] for balance in balances)
    ]
    for name, difference in differ.items():
        if name in follows:
            continue
        field, cell = parent.form.fields[name], parent.cell(name)
        words: dict[str, object] = {
            "table": parent.form.table(field.table).title.text,
            "row": field.row.label.text,
            "column": field.column.label.text,
            "organ": organ(one.organ),
            "count": len(one.parts),
            "difference": abs(difference),
            "file": same(file_name(one.file)),
        }
        is_mild = name.startswith(_COUNTED_TWICE)
        yield Hit(
            name,
            cell.place,
            parent.amount(name),
            totals[name],
            tuple(total for total in follows if _holds(total, name, parent)),
            words,
            "counted_twice" if is_mild else None,
            organ=one.organ,
            files=(one.file, *one.parts),
        )


def _holds(total: str, name: str, filing: Filing) -> bool:
    """Whether a total adds up a cell, by itself or by way of another total."""
    added = {term.field for balance in computed_fields(filing.form).get(total, ()) for term in balance.right.terms}
    return name in added or any(_holds(other, name, filing) for other in added)


_FEES, _DOCUMENTS = "proactive.fees.amount", "proactive.normative_documents.issued"
_TWO_ROWS = tuple(f"requests.{row}.{column}" for row in ("received", "carried_in") for column in ("other", "total"))
_PARTS = (Submission("一镇.xlsx", "样例一镇", 2023), Submission("教育局.xlsx", "样例县教育局", 2023))
_ALL = Batch((Submission("县.xlsx", "样例县人民政府", 2023), *_PARTS), 2023, sums=(Sum("样例县人民政府", "县.xlsx", ("一镇.xlsx", "教育局.xlsx")),))
_SHORT = Batch((Submission("县.xlsx", "样例县人民政府", 2023), _PARTS[0]), 2023, sums=(Sum("样例县人民政府", "县.xlsx", ("一镇.xlsx",), ("样例县教育局",)),))

_OWN_ONLY = Batch(_ALL.sent, 2023, sums=(Sum("样例县人民政府", "县.xlsx", (), scope="本机关"),))
_UNKNOWN = Batch(_ALL.sent, 2023, sums=tuple(Sum(name, file, (), is_unclear=True) for name, file in (("样例县人民政府", "县.xlsx"), ("样例县教育局", "教育局.xlsx"))))


def _filings(county: Mapping[str, object], town: Mapping[str, object], office: Mapping[str, object]) -> dict[str, Example]:
    return {"县.xlsx": Example(county, organ="样例县人民政府"), "一镇.xlsx": Example(town), "教育局.xlsx": Example(office, organ="样例县教育局")}


RULE = Rule(
    id="B05",
    severity=Severity.WARNING,
    title=Text("全域数等于下级各单位之和", "a territory's figure is the sum of the organs below it"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}·{column}”：{organ}全域填 {actual}，下级 {count} 家合计应为 {expected}，差 {difference}（{file}）。",
        '"{row} / {column}": {organ} gives {actual} for its whole territory, its {count} organs add up to {expected}, difference {difference} ({file})',
    ),
    ask=Text("请核对是否漏加、重加，或有单位改过数。", "See whether one was left out, added twice or changed"),
    rationale=Text(
        "全域口径的报告是下级各单位之和。规范性文件、复议诉讼另当别论：联合发文、移送和共同被告在各家都会计数，只作提示。",
        "A report over a whole territory is the sum of those below it. Normative documents, reconsiderations and litigation are counted by each organ that took part, so a difference there is only told.",
    ),
    mend=Text("按各单位最终报送的数重新汇总；单位已改数的，全域数也要跟着改。", "Add up anew what each organ finally submitted; where one has changed its figures, the territory's change too."),
    source=Text("口径“全域”的含义；审核工作需要", "what the scope 全域 means; the reviewing office's work"),
    cases=(
        Case(
            "counted_twice",
            Text("联合发文、移送和共同被告，各家都会计数", "joint documents, transfers and joint defendants, which each organ counts"),
            Severity.INFO,
            fact=Text(
                "“{row}·{column}”：{organ}全域填 {actual}，下级 {count} 家合计 {expected}，差 {difference}（{file}）。",
                '"{row} / {column}": {organ} gives {actual} for its whole territory, its {count} organs {expected} together, difference {difference} ({file})',
            ),
            ask=Text(
                "联合发文、移送和共同被告在各家都会计数，有差数不必修改。",
                "Joint documents, transfers and joint defendants are counted by each organ; a difference is no fault",
            ),
        ),
    ),
    check=Across(_check),
    subject="batch",
    examples=(
        Example(several=Several(_ALL, _filings({_FEES: "30.5"}, {_FEES: "10.5"}, {_FEES: 20}))),
        Example(several=Several(_ALL, _filings({_FEES: "30.5"}, {_FEES: "10.5"}, {_FEES: 25})), fails_at=("样例县人民政府",)),
        Example(several=Several(_ALL, _filings({_FEES: "30.5"}, {_FEES: "10.5"}, {_FEES: None})), fails_at=("样例县人民政府",)),
        Example(several=Several(_ALL, _filings({_DOCUMENTS: 3}, {_DOCUMENTS: 2}, {_DOCUMENTS: 2})), fails_at=("样例县人民政府",), severity=Severity.INFO, says="全域填 3，下级 2 家合计 4，差 1"),
        Example(several=Several(_ALL, _filings({_FEES: 30}, {_FEES: "约10"}, {_FEES: 25}))),
        Example(several=Several(_SHORT, _filings({_FEES: 30}, {_FEES: 10}, {_FEES: 20})), not_checked=(None,), says="“样例县教育局”没有可用的报送"),
        Example(several=Several(_OWN_ONLY, _filings({_FEES: 30}, {_FEES: 10}, {_FEES: 25})), not_checked=(None,), says="“样例县人民政府”的上级报告口径是“本机关”，不是“全域”"),
        Example(several=Several(_UNKNOWN, _filings({_FEES: 30}, {_FEES: 10}, {_FEES: 25})), not_checked=(None,), says="没有名册，不知道各管哪些单位"),
        Example(several=Several(_ALL, _filings(dict.fromkeys(_TWO_ROWS, 3), dict.fromkeys(_TWO_ROWS, 1), dict.fromkeys(_TWO_ROWS, 1))), fails_at=("样例县人民政府",) * 2, related=_TWO_ROWS[1::2]),
    ),
)
