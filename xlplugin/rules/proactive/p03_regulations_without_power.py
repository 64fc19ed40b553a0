"""P03: regulations (规章) reported by an organ that cannot make them."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form.organ import government_served
from xlplugin.rules.declare import IN_TABLE, Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.proactive.level import Level, fields_of, filled, level_of, no_level
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, unread
from xlplugin.text import Text

_MADE = ("issued", "repealed", "made")
_MAY = ("省级政府", "市级政府", "其他")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    row = fields_of(filing, "regulations")
    there = filled(filing, row)
    if not there:
        yield from cannot_tell(filing, unread(filing, row))
        return
    level = level_of(filing)
    served = government_served(filing.organ or "")
    if level is None or (level.id == "政府办公厅（室）" and served is None):
        yield no_level(there[0])
    elif level.id not in _MAY and not (level.id == "政府办公厅（室）" and served in ("province", "city")):
        yield _hit(filing, level, there)


def _hit(filing: Filing, level: Level, there: list[str]) -> Hit:
    made = [field for field in there if field.endswith(_MADE)]
    first = (made or there)[0]
    case = None if made and level.id in ("乡镇", "街道") else "unsure"
    documents = filing.form.fields[fields_of(filing, "normative_documents")[0]].row.label.text
    words = {"figures": figures(filing, there), "level": level.text, "guess": level.note, "documents": documents}
    return Hit(first, actual=filing.amount(first), expected=0, related=tuple(field for field in there if field != first), words=words, case=case)


RULE = Rule(
    id="P03",
    severity=Severity.ERROR,
    title=Text("无权制定规章的单位填了规章", "regulations reported by an organ that cannot make them"),
    lead=IN_TABLE,
    fact=Text("填有：{figures}，而{level}无权制定规章{guess}。", "{figures}, but {level} cannot make regulations{guess}"),
    ask=Text(
        "多半是把规范性文件填在了“{row}”一行，请移到“{documents}”一行；本机关执行的上级规章不计入。",
        'Most likely these are normative documents: move them from "{row}" to "{documents}". Regulations of higher organs do not count',
    ),
    rationale=Text(
        "地方政府规章只能由省级政府和设区的市、自治州政府制定。县级政府、各部门、乡镇和街道制发的是规范性文件，填作规章会使全国的规章件数失实。",
        "Local regulations are made by the governments of provinces and of cities with districts only. Counties, departments, townships and subdistricts issue normative documents.",
    ),
    mend=Text("本机关制发的行政规范性文件填入“规范性文件”一行，“规章”一行填 0。", "Enter the organ's own normative documents in their row, and 0 for regulations."),
    source=Text("《中华人民共和国立法法》关于地方政府规章制定主体的规定", "the Legislation Law, on who makes local government regulations"),
    cases=(
        Case("unsure", Text("不是乡镇、街道，或没有填制发、废止件数", "no township or subdistrict, or none was issued or repealed"), Severity.WARNING),
    ),
    check=_check,
    needs=Needs(on_form=("proactive.regulations",)),
    examples=(
        Example({"proactive.regulations.issued": 1, "proactive.regulations.in_force": 9}, organ="样例市人民政府"),
        Example(
            {"proactive.regulations.issued": 1, "proactive.regulations.in_force": 9},
            fails_at=("proactive.regulations.issued",),
            says="而乡镇无权制定规章（单位层级未填，按名称推定）",
            expected=0,
            related=("proactive.regulations.in_force",),
        ),
        Example({"proactive.regulations.in_force": 3}, organ="样例县教育局", fails_at=("proactive.regulations.in_force",), severity=Severity.WARNING),
        Example({"proactive.regulations.issued": 2, "proactive.regulations.in_force": 2}, organ="样例市人民政府办公室"),
        Example({"proactive.regulations.issued": 2}, organ="样例县人民政府办公室", fails_at=("proactive.regulations.issued",), severity=Severity.WARNING),
        Example({"proactive.regulations.in_force": 2}, organ="样例", level="街道", fails_at=("proactive.regulations.in_force",), severity=Severity.WARNING, says="而街道无权制定规章。"),
        Example({"proactive.regulations.issued": 2}, organ=None, not_checked=("proactive.regulations.issued",)),
        Example({"proactive.regulations.issued": None}),
        Example({"proactive.regulations.made": 1}, edition="2019", fails_at=("proactive.regulations.made",)),
    ),
)
