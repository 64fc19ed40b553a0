"""What of the text was not read, and why: said by every rule of this family."""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps

from xlplugin.filing.filing import Filing
from xlplugin.rules.declare import Context, Hit, Inspect, Unknown
from xlplugin.rules.narrative.mentions import passed_over
from xlplugin.rules.report.shared.texts import quote
from xlplugin.sentences import LONGEST, MOST_NUMBERS, MOST_READ
from xlplugin.sentences.text.spoken import Reason
from xlplugin.text import Text

_LONG = Text(f"这一句超过 {LONGEST} 字，没有读，与表格是否一致没有核对。", f"this sentence has more than {LONGEST} characters; it was not read and not compared with the tables")
_NUMBERS = Text(f"这一句的数字超过 {MOST_NUMBERS} 个，没有读，与表格是否一致没有核对。", f"this sentence has more than {MOST_NUMBERS} numbers; it was not read and not compared with the tables")
_MUCH = Text(
    f"带数字的句子合计超过 {MOST_READ} 字，从这一句起没有读，与表格是否一致没有核对。",
    f"there are more than {MOST_READ} characters of sentences with figures; from this one on they were not read and not compared with the tables",
)
_WHY: dict[Reason, Text] = {"long": _LONG, "numbers": _NUMBERS, "much": _MUCH}
_SHORTER = Text("请分成几句。", "Make it several sentences")
_ASK: dict[Reason, Text] = {"long": _SHORTER, "numbers": _SHORTER, "much": Text("请只保留报告正文。", "Keep the text of the report only")}
_OPENING, _COLON = Text("正文", "the text, "), Text("：", ": ")


def with_whole_text(inspect: Inspect) -> Inspect:
    """The check of a rule that reads sentences: where some of the text was not read, it says so besides what it finds in the rest."""

    @wraps(inspect)
    def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
        yield from inspect(filing, context)
        yield from map(Unknown, _not_read(filing))

    return check


def _not_read(filing: Filing) -> Iterator[Text]:
    """Of each sentence that was not read where it stands, how it begins, and why."""
    titles = {section.id: Text(f"「{section.title.official}」", f"{section.title.en}, ") for section in filing.form.sections}
    for one, passage in passed_over(filing):
        yield titles.get(passage.section or "", _OPENING) + quote(one.sentence) + _COLON + _WHY[one.reason].followed_by(_ASK[one.reason])
