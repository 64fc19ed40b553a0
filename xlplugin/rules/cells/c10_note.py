"""C10: a number with a note in brackets."""

from collections.abc import Iterator

from xlplugin.filing.cells import Aside, Cell, Shape
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Case, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.wording import MOST, quoted
from xlplugin.text import Text, join

_FORTY = "22（其中修订16件，6件为往年制发、本年重新公布并继续执行的文件，含联合印发）"
"""As long as a message quotes."""

_KINDS = {
    "struck": Text("已划掉的“{text}”", 'struck-out "{text}"'),
    "unseen": Text("看不见的“{text}”", 'unseen "{text}"'),
    "raised": Text("上标或下标“{text}”", 'raised or lowered "{text}"'),
}


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a cell; the number before the note counts, and of struck-out, unseen or raised characters what stands beside them."""
    yield from cannot_see(filing, "runs")
    noted = {name for name, cell in filing.shown_otherwise.items() if cell.aside}.union(filing.by_shape.get(Shape.NOTE, ()))
    for name in filter(noted.__contains__, filing.form.fields) if noted else ():
        cell = filing.cells[name]
        if cell.aside:
            aside = join([_KINDS[one.kind].fill(text=quoted(one.text)) for one in cell.aside[:MOST]])
            words = {"words": quoted(cell.raw), "aside": aside}
            yield Hit(name, actual=cell.raw, expected=cell.value, words=words, case="set_apart" if cell.value is not None else "only_set_apart")
        else:
            yield Hit(name, actual=cell.raw, expected=cell.value, words={"words": quoted(cell.raw)})


RULE = Rule(
    id="C10",
    severity=Severity.INFO,
    title=Text("数字后附有说明", "a number with a note"),
    lead=IN_TABLE,
    fact=Text("“{field}”填的是“{words}”，按 {expected} 计。", '{field} holds "{words}", counted as {expected}'),
    ask=Text("建议格里只留数字，把说明写进报告正文。", "Keep the number in the cell and put the note into the text of the report"),
    rationale=Text(
        "说明本身无妨，但格子成了文本，求和公式会漏掉它。",
        "The note does no harm by itself, but it turns the cell into text, which spreadsheet sums leave out.",
    ),
    source=Text("公开发布的年报中有“22（其中修订16件）”", "22（其中修订16件） was seen in a published report"),
    cases=(
        Case(
            "set_apart",
            Text("划掉、看不见的字或上标", "struck-out, unseen or raised characters"),
            fact=Text(
                "“{field}”填的是“{words}”，格里另有{aside}，不算在数内，按 {expected} 计。",
                '{field} says "{words}"; besides, the cell holds {aside}, which do not count. It is counted as {expected}',
            ),
            ask=Text("请删去多余的字符，格里只留数字。", "Delete them, so that only the number is left"),
        ),
        Case(
            "only_set_apart",
            Text("余下的不是数字", "what is left is no number"),
            fact=Text("“{field}”格里有{aside}，不算在内；余下的是“{words}”。", '{field} holds {aside}, which do not count; what is left is "{words}"'),
            ask=Text("请删去多余的字符，格里只留数字。", "Delete them, so that only the number is left"),
        ),
    ),
    check=check,
    casts_doubt=True,
    examples=(
        Example({"proactive.normative_documents.issued": 22}),
        Example({"proactive.normative_documents.issued": "22（其中修订16件）"}, fails_at=("proactive.normative_documents.issued",)),
        Example(
            cells={
                "requests.received.company": Cell(Shape.NOTE, 3, "3", aside=(Aside("raised", "1"),)),
                "requests.received.other": Cell(Shape.BLANK, aside=(Aside("struck", "2"), Aside("unseen", "5"))),
            },
            fails_at=("requests.received.company", "requests.received.other"),
            says=("另有上标或下标“1”", "已划掉的“2”、看不见的“5”"),
        ),
        Example({"requests.received.company": "3①", "requests.received.other": "12*"}, fails_at=("requests.received.company", "requests.received.other")),
        Example(facts=Facts(blind=frozenset({"runs"})), not_checked=(None,)),
        Example({"proactive.normative_documents.issued": None}),
        Example(
            {"proactive.normative_documents.issued": _FORTY, "proactive.normative_documents.repealed": _FORTY.replace("22", "122")},
            fails_at=("proactive.normative_documents.issued", "proactive.normative_documents.repealed"),
            says=(f"填的是“{_FORTY}”", f"填的是“1{_FORTY[:-2]}…”"),
        ),
    ),
)
