"""T01: a row has too few or too many cells, or lost its label."""

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Example, Rule
from xlplugin.rules.transcription.words import inspect
from xlplugin.text import Text

_TEXT = "（一）予以公开 0 0 0 0 0 0"
_FIELDS = ("requests.granted.natural_person", "requests.granted.total")
_COLUMNS = ("natural_person", "company", "research", "total")
_READ = Misreading("cells", "requests", _TEXT, _FIELDS, place=Place("三、收到和处理政府信息公开申请情况", 9, 1))
_UNREAD = Misreading("cells", "requests", _TEXT, _FIELDS, is_read=False)

RULE = Rule(
    id="T01",
    severity=Severity.INFO,
    title=Text("一行的格数不对，或缺了标签、表头", "a row with too few or too many cells, or without its label or header"),
    lead=IN_TABLE,
    fact=Text(
        "{where}的格数或标签不全{text}；{outcome}。这是所读文件的问题，非填报错误。",
        "{where}: too few or too many cells, or a lost label{text}; {outcome}. This is a fault of the file that was read, not of the filing",
    ),
    rationale=Text(
        "转换、复制或另存时，单元格会丢失、粘连或多出来。这是文件的问题，不算填报单位的错。靠标签和格数能对上的数字照常审核，对不上的不猜。",
        "Converting or copying a report loses cells, sticks them together or adds some. That is the file's fault, not the office's. Figures that labels and counts still tell are checked; others are never guessed.",
    ),
    mend=Text("向填报单位索取可编辑的原件（.docx、.html 或 .xlsx）重新审核。", "Ask the office for an editable original (.docx, .html or .xlsx) and check that."),
    source=Text("公开发布的年报中有总计之后多出空列、丢失分组单元格的", "seen in published reports: empty columns after the total, lost group cells"),
    check=inspect("cells"),
    subject="table",
    is_of_reading=True,
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(_READ,)), fails_at=(_FIELDS[0],), says="「三、收到和处理政府信息公开申请情况」“予以公开”行的格数或标签不全，原文是“（一）予以公开 0 0 0 0 0 0”；数字已按标签和格数对上", related=_FIELDS[1:]),
        Example(facts=Facts(misreadings=(_UNREAD, Misreading("cells", "review", _TEXT))), fails_at=(_FIELDS[0], None), says=("中有一行的格数或标签不全", "不影响已读取的数字", "2 格数字无法确定")),
        Example(
            facts=Facts(misreadings=tuple(Misreading("cells", "requests", f"{number}. 0 0", (f"requests.granted.{column}",), is_read=False) for number, column in enumerate(_COLUMNS))),
            not_found=tuple(f"requests.granted.{column}" for column in _COLUMNS),
            fails_at=("requests.granted.natural_person",),
            related=tuple(f"requests.granted.{column}" for column in _COLUMNS[1:]),
            says="原文是“0. 0 0”等共 4 处；4 格数字无法确定",
        ),
        Example(facts=Facts(misreadings=tuple(Misreading("cells", "requests", f"第 {number} 行") for number in range(3))), fails_at=(None, None, None), says=("中有一行", "中有一行", "中有一行")),
        Example(facts=Facts(misreadings=tuple(Misreading("cells", "requests", f"第 {number} 行 0") for number in range(4))), fails_at=(None,), says="中有几行的格数或标签不全，原文是“第 0 行 0”等共 4 处"),
        Example(facts=Facts(misreadings=(Misreading("cells", "requests", "备注"),)), not_found=("requests.granted.total",), fails_at=(None,), says="不影响已读取的数字"),
        Example(facts=Facts(misreadings=(Misreading("cells", "requests", "| 2"),)), not_found=("requests.granted.total",), fails_at=(None,), says="其中的数字无法确定属于哪一格，没有读取"),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("torn", "requests", _TEXT),))),
    ),
)
