"""R13: requests closed for an unpaid fee, and section six says nothing about fees."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import cannot_tell, row_of, unread
from xlplugin.text import Text

_TOTAL = "requests.other_fee_unpaid.total"
_FEES = late(r"收费|费用|处理费|缴费|缴纳|交费")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    row = row_of(filing.form, "requests", "other_fee_unpaid")
    filled = [field for field in row if filing.amount(field) > 0]
    if not filled:
        yield from cannot_tell(filing, unread(filing, row))
        return
    field = _TOTAL if _TOTAL in filled else filled[0]
    words = filing.narrative.get("other", "").strip()
    if not words:
        yield Unknown(Text("没有第六部分文字，无法核对是否说明了收费情况", "the text of section six is not there, so whether it speaks of fees cannot be told"), field)
    elif not _FEES.search(words):
        yield Hit(field, actual=filing.amount(field), related=tuple(name for name in filled if name != field))


RULE = Rule(
    id="R13",
    severity=Severity.WARNING,
    title=Text("有逾期未缴费的申请，第六部分却未提收费", "requests closed for an unpaid fee, and no word on fees in section six"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”填有 {actual} 件，而报告第六部分没有提到信息处理费。", 'row "{row}" has {actual}, but section six does not mention the fee'),
    ask=Text(
        "发出过收费通知的，请在第六部分写明收费情况；没有收过费的，请核对这一行是否填错。",
        "If fees were asked for, say so in section six; if none were, the requests are in the wrong row",
    ),
    rationale=Text(
        "只有发出过收费通知，才会有逾期未缴费而不再处理的申请；收取信息处理费的情况要在第六部分报告。",
        "A request can lapse for an unpaid fee only where a fee was asked for, and section six is where fees are reported.",
    ),
    mend=Text(
        "在第六部分写明发出收费通知的件数、总金额和实际收取的金额；没有收费的，把这些申请归到应在的一项。",
        "State in section six how many fee notices were sent, and the sums asked and paid; if none, move the requests to the item they belong to.",
    ),
    source=Text("国办函〔2020〕109号《政府信息公开信息处理费管理办法》；经验判断", "State Council General Office letter 109 of 2020 on the processing fee; judgement"),
    check=_check,
    needs=Needs(on_form=(_TOTAL,)),
    editions=("2021",),
    examples=(
        Example({_TOTAL: 1}, narrative={"other": "本年度发出收费通知1件，总金额120元，申请人逾期未缴纳。"}),
        Example({"requests.other_fee_unpaid.company": 1, _TOTAL: 1}, fails_at=(_TOTAL,), narrative={"other": "无其他需要报告的事项。"}, related=("requests.other_fee_unpaid.company",)),
        Example({_TOTAL: 1}, narrative={"other": " "}, not_checked=("requests.other_fee_unpaid.total",)),
        Example({"requests.other_fee_unpaid.company": 1, _TOTAL: None}, fails_at=("requests.other_fee_unpaid.company",), narrative={"other": "无。"}),
        Example({_TOTAL: None}, narrative={"other": "无。"}),
    ),
)
