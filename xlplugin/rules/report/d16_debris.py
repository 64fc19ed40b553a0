"""D16: pieces in the report's text that belong to no report. A page number inside a table is T04's."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.samples import report
from xlplugin.rules.report.shared.texts import passages, quote
from xlplugin.rules.shared.wording import listed
from xlplugin.text import Text

_LEFT_OVER = late(r"\[bookmark:[^\]\n]{0,60}\]|错误[!！]\s*未(?:找到引用源|定义书签)[。.]?|Error! (?:Reference source|Bookmark) not (?:found|defined)\.?|�+|&(?:nbsp|ldquo|rdquo|amp|lt|gt);")
_BROKEN = late(r"�+")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    debris = list(filing.document.debris) if filing.document is not None else []
    words = [passage.words for passage in passages(filing)] + ([filing.document.title] if filing.document is not None else [])
    debris += [match[0] for part in words for match in _LEFT_OVER.finditer(part)]
    pieces = list(dict.fromkeys(piece.strip() for piece in debris if piece.strip()))
    if pieces:
        yield Hit(actual="、".join(pieces), words={"pieces": listed([_named(piece) for piece in pieces], unit="种")}, span=Span(words=pieces[0]))


def _named(piece: str) -> Text:
    return Text("乱码“�”", 'broken characters "�"') if _BROKEN.fullmatch(piece) else quote(piece)


RULE = Rule(
    id="D16",
    severity=Severity.INFO,
    title=Text("报告中夹有多余的字符", "debris in the report"),
    fact=Text("报告中夹有不属于正文的内容：{pieces}。", "the report has pieces in it that do not belong there: {pieces}"),
    ask=Text("建议发布前删除。", "Consider removing them before it is published"),
    rationale=Text("书签、乱码是转换格式或复制粘贴时带进来的，影响阅读。", "Bookmarks and broken characters come in with a conversion or a paste, and disturb the reader."),
    source=Text("经验判断", "judgement"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(document=report()),
        Example(document=report(debris=("[bookmark: _GoBack]", "- 3 -")), fails_at=(None,), says="“[bookmark: _GoBack]”、“- 3 -”"),
        Example(narrative={"overview": "我镇公开信息30条�。"}, fails_at=(None,), says="乱码“�”"),
        Example(narrative={"problems": "[bookmark: _Toc1]公开不够及时，已改进。"}, fails_at=(None,)),
    ),
)
