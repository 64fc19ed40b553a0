"""Y01: what was carried over last year is carried in this year."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import across
from xlplugin.rules.years.before import both_reports, unread_before, with_prior
from xlplugin.text import Text, join

_IN, _OVER = "requests.carried_in", "requests.carried_over"
_PAIR = Text("“{column}”列本年 {now}、上年 {before}", '"{column}" {now} this year, {before} last year')


def _check(filing: Filing, prior: Filing, context: Context) -> Iterator[Hit | Unknown]:
    now = {name: f"{_OVER}.{across(name)}" for name in filing.form.fields if name.startswith(f"{_IN}.")}
    pairs = {name: before for name, before in now.items() if before in prior.form.fields}
    known = {name: before for name, before in pairs.items() if filing.is_known(name) and prior.is_known(before)}
    differ = [name for name, before in known.items() if filing.amount(name) != prior.amount(before)]
    differ.sort(key=lambda name: not filing.form.fields[name].column.total)
    if differ:
        listed = join(
            (_PAIR.fill(column=filing.form.fields[name].column.label.text, now=filing.amount(name), before=prior.amount(known[name])) for name in differ), "；", "; "
        )
        first = differ[0]
        this, last = both_reports(filing, prior)
        over = next(field.row.label.text for name, field in prior.form.fields.items() if name == known[first])
        words = {"this": this, "last": last, "listed": listed, "over": over}
        yield Hit(first, actual=filing.cell(first).value, expected=prior.amount(known[first]), related=tuple(differ[1:]), words=words)
    yield from unread_before(filing, prior, pairs)


RULE = Rule(
    id="Y01",
    severity=Severity.WARNING,
    title=Text("上年结转等于上年报告的结转下年", "carried in equals last year's carried over"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "本年报告（{this}）的“{row}”应等于上年报告（{last}）的“{over}”：{listed}。",
        '"{row}" of this year ({this}) should equal "{over}" of last year ({last}): {listed}',
    ),
    ask=Text("请核对申请台账；上年公布的数有误的，请说明。", "Check the register; if last year's published figure was wrong, say so"),
    rationale=Text(
        "上年年底没有办结的申请，就是本年结转来的申请。两年接不上，必有一年填错；错的也可能是上年公布的数。",
        "What was open at the end of last year is carried into this one. If the two differ, one of the years is wrong, and it may be the published one.",
    ),
    mend=Text(
        "按申请台账核对上年 12 月 31 日未办结的件数；本年错的改本年，上年错的在情况说明中写明。",
        "Count in the register what was open on 31 December of last year; correct this year's figure, or explain last year's.",
    ),
    source=Text("报告格式第三部分表格：二、上年结转；四、结转下年度继续办理", "items 2 and 4 of the table of section three"),
    check=with_prior(_check),
    subject="years",
    needs=Needs(prior=True, on_form=(_IN,)),
    moves=True,
    examples=(
        Example({f"{_IN}.company": 2, f"{_IN}.total": 2}, year=2023, prior=Example({f"{_OVER}.company": 2, f"{_OVER}.total": 2}, year=2022)),
        Example(
            {f"{_IN}.company": 2, f"{_IN}.total": 2},
            year=2023,
            prior=Example({f"{_OVER}.company": 3, f"{_OVER}.total": 3}, year=2022),
            fails_at=(f"{_IN}.total",),
            says="（本年.xlsx）的“上年结转”应等于上年报告（上年.xlsx）的“结转下年”：“总计”列本年 2、上年 3；",
            expected=3,
            related=(f"{_IN}.company",),
        ),
        Example({f"{_IN}.company": 1, f"{_IN}.total": 1}, year=2023, prior=Example({f"{_OVER}.other": 1, f"{_OVER}.total": 1}, year=2022), fails_at=(f"{_IN}.company",)),
        Example({f"{_IN}.total": None}, year=2021, prior=Example({f"{_OVER}.total": 1}, edition="2019", year=2020), fails_at=(f"{_IN}.total",)),
        Example({f"{_IN}.total": 1}, year=2023, prior=Example({f"{_OVER}.total": 2}, year=2021), not_checked=(None,)),
        Example({f"{_IN}.other": "约1"}, year=2023, prior=Example({f"{_OVER}.other": 1}, year=2022), not_checked=(f"{_IN}.other",)),
        Example(
            {f"{_IN}.total": 1},
            year=2023,
            file="2023/年报.xlsx",
            prior=Example(year=2022, file="D:\\年报\\2022\\年报.xlsx"),
            fails_at=(f"{_IN}.total",),
            says="本年报告（2023/年报.xlsx）的“上年结转”应等于上年报告（2022/年报.xlsx）",
        ),
    ),
)
