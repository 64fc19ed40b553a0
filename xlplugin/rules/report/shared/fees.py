"""What section six says of the processing fee (信息处理费)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlplugin.patterns import late
from xlplugin.rules.report.shared.texts import sentences, unspaced

FROM_YEAR = 2021
"""The first report year after 国办函〔2020〕109号 came into force (1 January 2021)."""
_FEES = late(r"处理费|收费|收取|费用|缴费|缴纳|交费")
_PROCESSING_FEE = late(r"处理费|收费通知")
_COLLECTED = late(r"费|金额|收取|缴|交纳")
_OTHER_MONEY = late(r"行政事业性收费|非税|罚款|经费|资金|工本费|邮寄费|诉讼费")
_AMOUNT = late(r"(?<![\d.])(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万?)元")


def speaks_of_fees(words: str) -> bool:
    """Whether a text says anything of a fee, be it that there was none."""
    return _FEES.search(unspaced(words)) is not None


def fee_amounts(words: str) -> Iterator[tuple[str, Decimal]]:
    """The amounts of the processing fee that a text gives: the sentence, and the amount in 元."""
    for line in words.splitlines():
        if not _PROCESSING_FEE.search(unspaced(line)):
            continue
        for sentence in sentences(line):
            flat = unspaced(sentence)
            if _OTHER_MONEY.search(flat) or not _COLLECTED.search(flat):
                continue
            for match in _AMOUNT.finditer(flat):
                amount = Decimal(match["figure"].replace(",", ""))
                yield sentence, amount * 10_000 if match["unit"] else amount
