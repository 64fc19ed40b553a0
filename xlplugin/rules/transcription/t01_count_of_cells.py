"""T01: a row has too few or too many cells, or lost its label."""

from xlplugin.filing import Facts, Misreading, Place
from xlplugin.findings import Severity
from xlplugin.rules.declare import Example, Rule
from xlplugin.rules.transcription.words import inspect
from xlplugin.text import Text

_TEXT = "（一）予以公开 0 0 0 0 0 0"
_FIELDS = ("requests.granted.natural_person", "requests.granted.total")
_READ = Misreading("T01", "requests", _TEXT, _FIELDS, place=Place("三、收到和处理政府信息公开申请情况", 9, 1))
_UNREAD = Misreading("T01", "requests", _TEXT, _FIELDS, is_read=False)

RULE = Rule(
    id="T01",
    severity=Severity.INFO,
    title=Text("一行的格数不对，或缺了标签、表头", "a row with too few or too many cells, or without its label or header"),
    message=Text(
        "「{table}」{where}的格数或标签不全，原文是“{text}”；{outcome}。这是所读文件的问题，非填报错误。",
        '{table}:{where}: too few or too many cells, or a lost label; it says "{text}"; {outcome}. This is a fault of the file that was read, not of the filing',
    ),
    rationale=Text(
        "转换、复制或另存时，单元格会丢失、粘连或多出来。这是文件的问题，不算填报单位的错。靠标签和格数能对上的数字照常审核，对不上的不猜。",
        "Converting or copying a report loses cells, sticks them together or adds some. That is the file's fault, not the office's. Figures that labels and counts still tell are checked; others are never guessed.",
    ),
    mend=Text("向填报单位索取可编辑的原件（.docx、.html 或 .xlsx）重新审核。", "Ask the office for an editable original (.docx, .html or .xlsx) and check that."),
    source=Text("公开发布的年报中有总计之后多出空列、丢失分组单元格的", "seen in published reports: empty columns after the total, lost group cells"),
    check=inspect("T01"),
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(_READ,)), fails_at=(_FIELDS[0],)),
        Example(facts=Facts(misreadings=(_UNREAD, Misreading("T01", "review", _TEXT))), fails_at=(_FIELDS[0], None)),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("T02", "requests", _TEXT),))),
    ),
)
