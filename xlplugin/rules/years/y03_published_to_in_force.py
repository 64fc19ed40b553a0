"""Y03: from the form of 2019 to that of 2021, documents published in all and documents in force."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.needs import cannot_tell, has, unread
from xlplugin.rules.years.before import last_report, unread_before, with_prior
from xlplugin.text import Text

_DOCUMENTS = "proactive.normative_documents"


def _check(filing: Filing, prior: Filing, context: Context) -> Iterator[Hit | Unknown]:
    doubtful: list[str] = []
    compared: dict[str, str] = {}
    for row in ("regulations", "normative_documents"):
        issued, repealed, in_force = fields = tuple(f"proactive.{row}.{measure}" for measure in ("issued", "repealed", "in_force"))
        published = f"proactive.{row}.published_total"
        if not has(filing.form, *fields) or not has(prior.form, published):
            continue
        doubtful += unread(filing, fields)
        compared[in_force] = published
        if unread(filing, fields) or not prior.is_known(published):
            continue
        before, new, gone = prior.amount(published), filing.amount(issued), filing.amount(repealed)
        if filing.amount(in_force) != before + new - gone:
            words = {"last": last_report(prior), "before": before, "new": new, "gone": gone, "shown": filing.amount(in_force)}
            yield Hit(in_force, actual=filing.cell(in_force).value, related=(issued, repealed), words=words)
    if doubtful:
        yield from cannot_tell(filing, doubtful)
    else:
        yield from unread_before(filing, prior, compared)


RULE = Rule(
    id="Y03",
    severity=Severity.INFO,
    title=Text("现行有效件数与 2020 年的对外公开总数量", "in force, compared with what was published in all in 2020"),
    message=Text(
        "「{table}」“{row}”：上年对外公开总数量 {before}（{last}），本年制发 {new}、废止 {gone}，“{column}”却是 {shown}，两年接不上。请核对是否漏填；只是两版表格口径不同的，不必修改。",
        '"{row}": {before} published in all last year ({last}), {new} issued and {gone} repealed this year, but "{column}" is {shown}. See whether the figure is right; if only the two forms count differently, leave it',
    ),
    rationale=Text(
        "2021 年换表，“对外公开总数量”改为“现行有效件数”。两者多数情况下相近，换表时容易漏填存量。",
        "In 2021 the form asked for documents in force in place of those published in all. Mostly the two are close, and the stock was often forgotten in the change.",
    ),
    mend=Text("按文件目录清点现行有效件数；口径不同造成的不必修改。", "Count the documents in force from the register; if only the way of counting differs, leave the figures."),
    source=Text("2019 年版、2021 年版报告格式第二部分表格；经验判断", "the tables of section two of 2019 and of 2021; judgement"),
    check=with_prior(_check),
    editions=("2021",),
    examples=(
        Example(
            {f"{_DOCUMENTS}.issued": 1, f"{_DOCUMENTS}.in_force": 5},
            year=2021,
            prior=Example({f"{_DOCUMENTS}.published_total": 4}, edition="2019", year=2020),
        ),
        Example({f"{_DOCUMENTS}.in_force": 1}, year=2021, prior=Example({f"{_DOCUMENTS}.published_total": 30}, edition="2019", year=2020), fails_at=(f"{_DOCUMENTS}.in_force",)),
        Example({f"{_DOCUMENTS}.in_force": None}, year=2021, prior=Example({f"{_DOCUMENTS}.published_total": 3}, edition="2019", year=2020), fails_at=(f"{_DOCUMENTS}.in_force",)),
        Example({f"{_DOCUMENTS}.in_force": 1}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": 30}, year=2022)),
    ),
)
