"""N12: fees, in the text and in the tables."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import SOURCE, hit, number_words
from xlplugin.rules.narrative.mentions import said
from xlplugin.rules.narrative.subject_cells import cells_of
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import cannot_tell, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    yield from _administrative(filing)
    yield from _processing(filing)


def _administrative(filing: Filing) -> Iterator[Hit | Unknown]:
    """行政事业性收费 against section two; the text may be rounded."""
    cells = cells_of(filing.form, "fees")
    told: set[object] = set()
    for one in said(filing, "fees") if cells else ():
        amount = one.mention.number
        if not isinstance(amount, (int, Decimal)) or amount in told:
            continue
        told.add(amount)
        if missing := unread(filing, cells):
            yield from cannot_tell(filing, missing)
            return
        if not _is_rounded(Decimal(filing.amount(cells[0])), Decimal(amount)):
            yield hit(filing, one, cells)


def _processing(filing: Filing) -> Iterator[Hit]:
    """信息处理费 stands in no table: the text is held against itself."""
    spoken = said(filing, "information_fee")
    other = next((one for one in spoken if one.mention.number != spoken[0].mention.number), None)
    if other is None:
        return
    first = spoken[0]
    words = {**first.words, "said": first.mention.number, "elsewhere": other.words["where"], "other_quote": other.words["quote"], "other": other.mention.number}
    yield Hit(actual=str(number_words(first)), words=words, case="two", span=first.span, basis=(*first.basis, *other.basis))


def _is_rounded(table: Decimal, text: Decimal) -> bool:
    """Whether the text's amount is the table's, rounded to the decimals that the text has."""
    exponent = text.normalize().as_tuple().exponent
    decimals = Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))
    return table == text or (text > 0 and table.quantize(decimals, ROUND_HALF_UP) == text)


RULE = Rule(
    id="N12",
    severity=Severity.WARNING,
    title=Text("文字中的收费金额不一致", "fees in the text do not agree"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 万元；表中：{shown}。", "says {quote}: {what} {said} (万元, 10,000 yuan); the table has {shown}"),
    ask=Text("请核对金额和单位，改正有误的一处。", "Check sum and unit, and correct the one that is wrong"),
    rationale=Text(
        "行政事业性收费在第二部分以万元填报，文字写元的要换算；信息处理费只在文字中报告，各处应当一致。",
        "Section two gives administrative fees in 10,000 yuan; the processing fee is reported in the text only, and has to be the same wherever it is.",
    ),
    mend=Text("核对收费台账，统一金额和单位。", "Check the record of fees, and use one sum and its unit throughout."),
    source=SOURCE,
    cases=(
        Case(
            "two",
            Text("信息处理费前后写得不一致", "two different processing fees"),
            fact=Text(
                "写有{quote}，信息处理费为 {said} 元；{elsewhere}写有{other_quote}，为 {other} 元。",
                "says {quote}: {said} yuan of processing fees; {elsewhere} says {other_quote}: {other} yuan",
            ),
            ask=Text("两处不一致，请核对收费台账。", "They differ; check the record of fees"),
        ),
    ),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True),
    examples=(
        Example({"proactive.fees.amount": Decimal("43.788")}, narrative={"proactive": "收取行政事业性收费437880元。"}),
        Example({"proactive.fees.amount": Decimal("43.788")}, narrative={"proactive": "行政事业性收费43.79万元。"}),
        Example({"proactive.fees.amount": 437880}, narrative={"overview": "行政事业性收费43.70万元。", "proactive": "行政事业性收费43.7万元。"}, fails_at=("proactive.fees.amount",), says="行政事业性收费 43.7 万元；表中"),
        Example(narrative={"overview": "收取信息处理费120元。", "other": "本年度未收取信息处理费。"}, fails_at=(None,), says=("信息处理费为 120 元", "为 0 元")),
        Example({"proactive.fees.amount": None}, narrative={"proactive": "未产生行政事业性收费。"}),
        Example({"proactive.fees.amount": "0.3"}, narrative={"proactive": "未产生行政事业性收费。"}, fails_at=("proactive.fees.amount",)),
        Example({"proactive.fees.amount": "0.38"}, narrative={"proactive": "行政事业性收费0.4万元。"}),
        Example({"proactive.fees.amount": 118}, narrative={"proactive": "行政事业性收费120万元。"}, fails_at=("proactive.fees.amount",)),
    ),
)
