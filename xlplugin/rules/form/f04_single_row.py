"""F04: the form has one row in place of several."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding for each row that stands for several."""
    for table in filing.form.tables:
        for block in table.blocks:
            for row in block.rows:
                if row.id in filing.form.shape:
                    place = filing.cell(f"{table.id}.{row.id}.{block.columns[0].id}").place
                    yield Hit(place=place, words={"table": table.title.text, "label": row.label.official}, span=Span(table.id))


RULE = Rule(
    id="F04",
    severity=Severity.WARNING,
    title=Text("（六）其他处理只有一行", "（六）其他处理 is a single row"),
    lead=IN_TABLE,
    fact=Text("“{label}”只有一行，规定表样要分项填写。", '"{label}" is a single row; the official form splits it'),
    ask=Text("请按申请台账拆分到规定的各行。", "Split it into the official rows from the register of requests"),
    rationale=Text(
        "2021 年版把（六）其他处理分为逾期不补正、逾期未缴费、其他三行，旧版只有一行。合并成一行，分项数字就丢失了；其余数字照常审核。",
        "The 2021 edition splits （六）其他处理 into three rows, the older one had one. In one row the details are lost; everything else is checked as usual.",
    ),
    source=Text(
        "国办公开办函〔2021〕30号所附表样；2023、2024 年度公开年报中见到单行的",
        "the table issued with 国办公开办函〔2021〕30号; the single row was seen in published reports of 2023 and 2024",
    ),
    check=check,
    subject="form",
    examples=(
        Example(),
        Example(shape=("other",), fails_at=(None,), place=Place("三、申请办理", 21, 1)),
        Example({"requests.other.total": None}, shape=("other",), fails_at=(None,)),
        Example(edition="2019"),
    ),
)
