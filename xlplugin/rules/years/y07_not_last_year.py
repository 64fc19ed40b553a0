"""Y07: the report compared with is not this organ's of last year."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.years.before import last_report, other_organ, other_year
from xlplugin.text import Text, join

_ORGAN = Text("它是“{before}”的，本报告是“{now}”的", "it is of {before}, this one of {now}")
_YEAR = Text("它是 {before} 年的，应为 {expected} 年的", "it is of {before} and has to be of {expected}")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    prior = context.prior
    if prior is None:
        return
    faults = [_ORGAN.fill(before=prior.organ, now=filing.organ)] if other_organ(filing, prior) else []
    if other_year(filing, prior):
        faults.append(_YEAR.fill(before=prior.year, expected=(filing.year or 0) - 1))
    if faults:
        yield Hit(words={"last": last_report(prior), "faults": join(faults, "；", "; ")})
        return
    named = (filing.organ, prior.organ, filing.year, prior.year)
    if not all(named):
        yield Unknown(Text("两份报告中至少一份没有写明单位或年度，无法确认用来对比的是不是本单位上一年的报告", "one of the reports does not name its organ or year, so whether it is last year's cannot be told"))


RULE = Rule(
    id="Y07",
    severity=Severity.WARNING,
    title=Text("用来对比的不是本单位上年的报告", "the report compared with is not this organ's of last year"),
    fact=Text("用来对比的报告（{last}）不是本单位上一年的：{faults}。", "the report compared with ({last}) is not this organ's of last year: {faults}"),
    ask=Text(
        "已不作跨年比较；请换成本单位上一年的报告；单位更名或机构合并的请说明。",
        "Nothing was compared with it; give the right one, or say that the organ was renamed or merged",
    ),
    rationale=Text("拿错了报告，跨年的每一条比较都没有意义。", "With the wrong report every comparison across years is void."),
    source=Text("经验判断", "judgement"),
    check=_check,
    subject="years",
    needs=Needs(prior=True),
    examples=(
        Example({}, year=2023, prior=Example({}, year=2022)),
        Example({}, year=2023, prior=Example({}, year=2021), fails_at=(None,), says="它是 2021 年的，应为 2022 年的"),
        Example({}, year=2023, organ="样例二镇", prior=Example({}, year=2022), fails_at=(None,)),
        Example({}, year=2023, organ="样例县样例一镇人民政府", prior=Example({}, year=2022)),
        Example({"requests.received.total": None}, year=2023, organ=None, prior=Example({}, year=0), not_checked=(None,)),
        Example({}, year=2023, organ="样例县三河镇", prior=Example({}, year=2022, organ="三河镇")),
        Example({}, year=2023, organ="样例县一镇", prior=Example({}, year=2022, organ="一镇"), fails_at=(None,), says="它是“一镇”的，本报告是“样例县一镇”的"),
    ),
)
