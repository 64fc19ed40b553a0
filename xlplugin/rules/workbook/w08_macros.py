"""W08: macros in a submission."""

from collections.abc import Iterator

from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file. Macros are never run."""
    if filing.facts.has_macros:
        yield Hit()


RULE = Rule(
    id="W08",
    severity=Severity.WARNING,
    title=Text("报送的工作簿带有宏", "macros in a submission"),
    fact=Text("工作簿带有宏。审核时没有运行。", "the workbook has macros; they were not run"),
    ask=Text("请另存为不带宏的 .xlsx 后重新报送。", "Save it as .xlsx without macros and send it again"),
    rationale=Text(
        "年报表格不需要宏；来历不明的宏可能带有病毒，也可能改动数字。",
        "The form needs no macros; macros of unknown origin may carry viruses or change figures.",
    ),
    source=Text("审核约定：从不运行报送文件里的宏", "a convention of these checks: macros of a submission are never run"),
    check=check,
    subject="workbook",
    examples=(
        Example(),
        Example(facts=Facts(has_macros=True), fails_at=(None,)),
        Example({"requests.received.total": None}, facts=Facts(has_macros=True), fails_at=(None,)),
    ),
)
