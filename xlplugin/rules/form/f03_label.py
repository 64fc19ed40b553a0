"""F03: a label is not the official one."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.document import Span
from xlplugin.filing.facts import Facts, SeenLabel
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Case, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.form.units import has_amount, lost_unit, other_unit
from xlplugin.rules.shared.wording import quoted_list
from xlplugin.text import NOTHING, Text

_LINES = {"row": Text("行", "row"), "column": Text("列", "column"), "title": Text("标题", "title"), "beside": NOTHING}

_TWO_LABELS = (
    SeenLabel("proactive", "row", "normative_documents", "行政规范性文件", "规范性文件", Place("二、主动公开", 5, 1)),
    SeenLabel("requests", "row", "granted", "（一）予以公开", "", Place("三、申请办理", 8, 4), by_place=True),
)

_IN_THOUSANDS = SeenLabel("proactive", "beside", "amount", "本年收费金额（单位：万元）", "金额单位：人民币千元")


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a label; a warning where it could only be told by its place, or states another unit, as a text beside the table may. A lost unit is F07's."""
    for label in filing.facts.seen_labels:
        other, unit = other_unit(label, filing.form) or ("", "")
        is_worded = label.axis != "beside" and (label.by_place or lost_unit(label, filing.form) is None)
        if is_worded or (other and has_amount(label, filing)):
            yield Hit(
                place=label.place,
                actual=label.seen,
                expected=label.official,
                words={"table": filing.form.table(label.table).title.text, "line": _LINES[label.axis], "seen": quoted_list([label.seen]), "other": other, "unit": unit},
                span=Span(label.table),
                case=("beside" if label.axis == "beside" else "unit") if other else None if label.by_place else "worded",
            )


RULE = Rule(
    id="F03",
    severity=Severity.WARNING,
    title=Text("行、列标签与规定用语不同", "a label is not the official one"),
    lead=IN_TABLE,
    fact=Text(
        "{line}“{expected}”的标签缺失或认不出，现为{seen}，只能按位置认定。",
        'the label of {line} "{expected}" is missing or unlike any: {seen}. It was told by its place only',
    ),
    ask=Text("请核对这些数字是否填对了{line}，并恢复标签。", "Check that the figures stand in the right place, and restore the label"),
    rationale=Text(
        "标签写得不同，多是重新制表时抄错，数字一般没有问题。认不出标签、只能按位置判断的，数字可能填错行列，为疑点。",
        "Labels differ mostly because the table was retyped, and the figures are fine. Where only its place tells a line, its figures may stand in the wrong one: a warning.",
    ),
    mend=Text("改用规定用语，或使用空白模板。", "Use the official wording, or an empty template."),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号所附表样", "the tables issued with 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号"),
    cases=(
        Case(
            "worded",
            Text("只是用语不同", "worded in another way only"),
            Severity.INFO,
            fact=Text(
                "{line}标签写作{seen}，规定用语是“{expected}”。数字照常审核。",
                'a {line} is labelled {seen}; the official wording is "{expected}". Its figures are checked as usual',
            ),
            ask=NOTHING,
        ),
        Case(
            "unit",
            Text("写的是别的单位", "the label states another unit"),
            fact=Text(
                "{line}标签写作{seen}，单位是{other}，规定用语是“{expected}”；金额按{unit}计。",
                'a {line} is labelled {seen}, in {other}; the official wording is "{expected}". The amount counts as {unit}',
            ),
            ask=Text("请把金额换算成{unit}，标签改回规定用语；已经是{unit}的，只改标签。", "Convert the amount to {unit} and restore the label; where it is {unit} already, restore the label only"),
            mend=Text("把金额换算成万元填入，标签改回规定用语。", "Convert the amount to 10,000 yuan and restore the label."),
        ),
        Case(
            "beside",
            Text("表内、表旁写的是别的单位", "the table states another unit beside its labels"),
            fact=Text(
                "表内或表旁写有{seen}，单位是{other}，规定的表头是“{expected}”；金额按{unit}计。",
                'in or beside the table stands {seen}, which is {other}; the official header is "{expected}". The amount counts as {unit}',
            ),
            ask=Text("请把金额换算成{unit}，把那里的单位改为{unit}；金额已经是{unit}的，只改单位。", "Convert the amount to {unit} and correct the unit there; where it is {unit} already, correct the unit only"),
            mend=Text("把金额换算成万元填入，表内、表旁写的单位改为万元或删去。", "Convert the amount to 10,000 yuan, and correct or delete the unit that stands in or beside the table."),
        ),
    ),
    check=check,
    subject="form",
    examples=(
        Example(),
        Example(facts=Facts(seen_labels=_TWO_LABELS), fails_at=(None, None), says="行“（一）予以公开”的标签缺失或认不出，现为（无字），只能按位置认定"),
        Example(facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "本年收费金额（单位：万元）", "本年收费金额"),))),
        Example(
            facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "本年收费金额（单位：万元）", "本年收费金额（单位：元）"),)), fails_at=(None,), severity=Severity.WARNING,
            says=("单位是元", "金额按万元计"),
        ),
        Example(facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "本年收费金额（单位：万元）", "收费金额（百 万元）"),)), fails_at=(None,), severity=Severity.WARNING, says="单位是百万元"),
        Example(facts=Facts(seen_labels=(_IN_THOUSANDS,))),
        Example({"proactive.fees.amount": "附件"}, facts=Facts(seen_labels=(_IN_THOUSANDS,)), fails_at=(None,), severity=Severity.WARNING),
        Example(facts=Facts(seen_labels=(SeenLabel("proactive", "row", "fees", "行政事业性收费", "行政事业性收费（元）"),)), fails_at=(None,), severity=Severity.WARNING, says="单位是元"),
        Example(
            {"proactive.fees.amount": 1250}, facts=Facts(seen_labels=(_IN_THOUSANDS,)), fails_at=(None,), severity=Severity.WARNING,
            says=("表内或表旁写有“金额单位：人民币千元”", "单位是人民币千元", "金额按万元计"),
        ),
        Example({"proactive.fees.amount": 1250}, facts=Facts(seen_labels=(SeenLabel("proactive", "beside", "amount", "本年收费金额（单位：万元）", "单位：件、万元"),))),
        Example({"requests.received.total": None}, facts=Facts(seen_labels=(SeenLabel("requests", "column", "total", "总计", "合 计"),)), fails_at=(None,), severity=Severity.INFO),
    ),
)
