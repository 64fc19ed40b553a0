"""W06: links to other workbooks."""

from collections.abc import Iterator

from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.wording import quoted_list
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file. The links are never followed."""
    yield from cannot_see(filing, "links")
    links = filing.facts.external_links
    if links:
        yield Hit(actual=links[0], words={"links": quoted_list(links, "个")})


RULE = Rule(
    id="W06",
    severity=Severity.WARNING,
    title=Text("链接到其他工作簿", "links to other workbooks"),
    fact=Text("工作簿链接到其他文件：{links}。审核时没有打开这些文件。", "the workbook links to other files: {links}. They were not opened"),
    ask=Text("请断开链接，改为数值。", "Break the links and keep the values"),
    rationale=Text(
        "别人的电脑上没有被链接的文件，数字会变成旧值或错误值，也无从核对。",
        "Nobody else has the linked files: the figures go stale or turn into errors, and cannot be checked.",
    ),
    mend=Text("在“数据”选项卡的“编辑链接”里断开链接，核对数字后保存。", "Break the links under Data, Edit Links, check the figures and save."),
    source=Text("审核约定：不打开报送文件以外的文件", "a convention of these checks: no file but the submission is opened"),
    check=check,
    subject="workbook",
    examples=(
        Example(),
        Example(facts=Facts(external_links=("file:///D:/台账/2023年台账.xlsx",)), fails_at=(None,)),
        Example({"requests.received.total": None}, facts=Facts(external_links=("a.xlsx", "b.xlsx")), fails_at=(None,)),
    ),
)
