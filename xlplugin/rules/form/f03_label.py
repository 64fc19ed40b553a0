"""F03: a label is not the official one."""

from collections.abc import Iterator

from xlplugin.filing import Facts, Filing, Place, SeenLabel
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.form.units import lost_unit
from xlplugin.rules.listing import quoted_list
from xlplugin.text import Text

BY_PLACE = Text(
    "「{table}」{line}“{expected}”的标签缺失或认不出，现为{seen}，只能按位置认定。请核对这些数字是否填对了{line}，并恢复标签。",
    '{table}: the label of {line} "{expected}" is missing or unlike any: {seen}. It was told by its place only. Check that the figures stand in the right place, and restore the label',
)
_LINES = {"row": Text("行", "row"), "column": Text("列", "column"), "title": Text("标题", "title")}


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a label; a warning where it could only be told by its place. A lost unit is F07's."""
    for label in filing.facts.seen_labels:
        if label.by_place or lost_unit(label) is None:
            yield Hit(
                place=label.place,
                actual=label.seen,
                expected=label.official,
                words={"table": filing.form.table(label.table).title.text, "line": _LINES[label.axis], "seen": quoted_list([label.seen])},
                message=BY_PLACE if label.by_place else None,
                severity=Severity.WARNING if label.by_place else Severity.INFO,
            )


RULE = Rule(
    id="F03",
    severity=Severity.WARNING,
    title=Text("行、列标签与规定用语不同", "a label is not the official one"),
    message=Text("「{table}」{line}标签写作{seen}，规定用语是“{expected}”。数字照常审核。", '{table}: a {line} is labelled {seen}; the official wording is "{expected}". Its figures are checked as usual'),
    rationale=Text(
        "标签写得不同，多是重新制表时抄错，数字一般没有问题。认不出标签、只能按位置判断的，数字可能填错行列，为疑点。",
        "Labels differ mostly because the table was retyped, and the figures are fine. Where only its place tells a line, its figures may stand in the wrong one: a warning.",
    ),
    mend=Text("改用规定用语，或使用空白模板。", "Use the official wording, or an empty template."),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号所附表样", "the tables issued with 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号"),
    check=check,
    examples=(
        Example(),
        Example(
            facts=Facts(
                seen_labels=(
                    SeenLabel("proactive", "row", "normative_documents", "行政规范性文件", "规范性文件", Place("二、主动公开", 5, 1)),
                    SeenLabel("requests", "row", "granted", "（一）予以公开", "", Place("三、申请办理", 8, 4), by_place=True),
                )
            ),
            fails_at=(None, None),
        ),
        Example(facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "本年收费金额（单位：万元）", "本年收费金额"),))),
        Example({"requests.received.total": None}, facts=Facts(seen_labels=(SeenLabel("requests", "column", "total", "总计", "合 计"),)), fails_at=(None,)),
    ),
)
