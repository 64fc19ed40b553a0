"""Y02: documents in force follow from last year's, those issued and those repealed."""

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
        if not has(filing.form, *fields) or not has(prior.form, in_force):
            continue
        doubtful += unread(filing, fields)
        compared[in_force] = in_force
        if unread(filing, fields) or not prior.is_known(in_force):
            continue
        before, new, gone = prior.amount(in_force), filing.amount(issued), filing.amount(repealed)
        follows = before + new - gone
        if filing.amount(in_force) != follows:
            words = {"last": last_report(prior), "before": before, "new": new, "gone": gone, "sum": follows, "shown": filing.amount(in_force)}
            yield Hit(in_force, actual=filing.cell(in_force).value, expected=follows if follows >= 0 else None, related=(issued, repealed), words=words)
    if doubtful:
        yield from cannot_tell(filing, doubtful)
    else:
        yield from unread_before(filing, prior, compared)


RULE = Rule(
    id="Y02",
    severity=Severity.WARNING,
    title=Text("现行有效件数与上年衔接", "in force follows from last year's"),
    message=Text(
        "「{table}」“{row}”：上年现行有效 {before}（{last}）＋本年制发 {new}－本年废止 {gone}＝{sum}，本年“{column}”却是 {shown}。请核对；因有效期届满自然失效、机构划转等不一致的，请说明。",
        '"{row}": {before} in force last year ({last}) + {new} issued - {gone} repealed = {sum}, but "{column}" is {shown}. '
        "Check the figures; if documents lapsed or came and went with a reorganisation, say so",
    ),
    rationale=Text(
        "年底的存量等于上年存量加本年制发减本年废止。对不上的，多是漏填废止、存量没有更新；也常因自然失效或机构划转。",
        "The stock is last year's plus what was issued less what was repealed. It often differs because repeals were not entered, but also because documents lapsed or organs were merged.",
    ),
    mend=Text(
        "按文件目录清点制发、废止和现行有效；属于自然失效、机构划转的在情况说明中写明件数。",
        "Count issued, repealed and in force from the register; if documents lapsed or were transferred, say how many.",
    ),
    source=Text("报告格式第二部分表格；经验判断", "the table of section two; judgement"),
    check=with_prior(_check),
    editions=("2021",),
    examples=(
        Example({f"{_DOCUMENTS}.issued": 7, f"{_DOCUMENTS}.repealed": 11, f"{_DOCUMENTS}.in_force": 20}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": 24}, year=2022)),
        Example(
            {f"{_DOCUMENTS}.issued": 7, f"{_DOCUMENTS}.repealed": 11, f"{_DOCUMENTS}.in_force": 20},
            year=2023,
            prior=Example({f"{_DOCUMENTS}.in_force": 20}, year=2022),
            fails_at=(f"{_DOCUMENTS}.in_force",),
        ),
        Example({f"{_DOCUMENTS}.issued": 1, f"{_DOCUMENTS}.in_force": None}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": 2}, year=2022), fails_at=(f"{_DOCUMENTS}.in_force",)),
        Example({f"{_DOCUMENTS}.in_force": 5}, year=2021, prior=Example({f"{_DOCUMENTS}.published_total": 9}, edition="2019", year=2020)),
        Example({f"{_DOCUMENTS}.in_force": 5}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": "约9"}, year=2022)),
    ),
)
