"""W09: a defined name of the template points nowhere, or to another cell than the labels say."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Facts, StrayName
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.wording import address, listed
from xlplugin.text import Text, same


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a file, at the first such name. The labels win."""
    yield from cannot_see(filing, "names")
    names = filing.facts.stray_names
    if names:
        first, *others = (stray.name if stray.name in filing.form.fields else None for stray in names)
        words = listed([_words(filing, stray) for stray in names], unit="个名称", zh="；", en="; ")
        yield Hit(first, names[0].by_labels or names[0].points_to, related=tuple(name for name in others if name), words={"names": words})


def _words(filing: Filing, stray: StrayName) -> Text:
    there = Text("指向 {to}", "points to {to}").fill(to=address(stray.points_to)) if stray.points_to else Text("没有指向任何单元格", "points nowhere")
    label = Text("，按标签应在 {at}", ", and the labels say {at}").fill(at=address(stray.by_labels)) if stray.by_labels else Text("", "")
    called = filing.form.fields[stray.name].text if stray.name in filing.form.fields else same(stray.name)
    return Text(f"“{called.zh}”", f"{called.en} ") + there + label


RULE = Rule(
    id="W09",
    severity=Severity.INFO,
    title=Text("模板的单元格名称失效或指错", "a defined name of the template is broken or points to another cell"),
    fact=Text("模板的单元格名称与标签不一致：{names}。", "defined names of the template disagree with the labels: {names}"),
    ask=Text("审核以标签为准，数字不必修改。", "The labels were followed; no figure need be changed"),
    rationale=Text(
        "增删、移动行列或复制工作表会弄坏名称。表格仍按标签读取，但按名称取数的程序会取错。",
        "Inserting, deleting or moving rows and copying sheets break names. The tables are read by their labels, but programs that go by names will read the wrong cells.",
    ),
    mend=Text(
        "不必修改数字；下次请从空白模板填起，不要增删行列。",
        "No figure need be changed; next time start from an empty template and leave rows and columns as they are.",
    ),
    source=Text("模板的约定：每个数据格有一个与字段同名的名称", "a convention of this template: each data cell has a defined name equal to its field id"),
    check=check,
    subject="workbook",
    examples=(
        Example(facts=Facts(is_template=True)),
        Example(
            facts=Facts(
                is_template=True,
                stray_names=(
                    StrayName("requests.received.other", Place("三、申请办理", 7, 9), Place("三、申请办理", 6, 9)),
                    StrayName("requests.granted.other", None, Place("三、申请办理", 8, 9)),
                ),
            ),
            fails_at=("requests.received.other",),
            place=Place("三、申请办理", 6, 9),
        ),
        Example({"requests.received.total": None}, facts=Facts(stray_names=(StrayName("meta.organ", None, None),)), fails_at=(None,)),
    ),
)
