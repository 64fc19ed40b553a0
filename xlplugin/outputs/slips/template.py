"""The program's own template of the notice 退回修改通知 with its 审核意见表: what an office may take, change and use in its place."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from xlplugin.encodings import LARGEST_LIST, small_bytes
from xlplugin.errors import UsageError
from xlplugin.outputs.marked.word.package import package
from xlplugin.outputs.slips.fill import Template, read_template
from xlplugin.outputs.slips.markup import Page, cell, document, paragraph, row, run, table
from xlplugin.outputs.slips.styles import FONTS, styles
from xlplugin.text import Language, Text

FILE_NAME = "退回修改通知.docx"
_TITLE = Text("政府信息公开工作年度报告退回修改通知", "Notice of Return: Yearly Report on Government Information Disclosure")
_ADDRESS = Text("{{单位}}：", "To: {{organ}}")
_BODY = (
    Text(
        "你单位报送的{{年度}}年度政府信息公开工作年度报告（文件：{{文件}}）收悉。经审核，{{结论}}。{{复核情况}}",
        "We have received the yearly report on government information disclosure for {{year}} (file: {{file}}). On review, {{conclusion}}.{{follow-up}}",
    ),
    Text(
        "{{重报要求}}请对照所附《审核意见表》，依据申请登记台账、案件卷宗等原始记录逐项核对：列为“错误”的，查清原因后据实改正，不得为凑平数字而填数；"
        "列为“疑点”的，确有差错的予以改正，情况属实的，在工作簿“校验结果”表的“情况说明”栏写明原因；工作簿没有该表的，随文附书面说明。",
        "{{resubmission}}Please go through the attached table of findings and check each item against the original records (the register of requests, case files). "
        "An error is to be corrected once its cause is found; never enter a figure because it fits. "
        "A warning is to be corrected where it is wrong; where the figure is true, give the reason in the column 情况说明 (explanation) of the sheet 校验结果, or in writing where the workbook has no such sheet.",
    ),
    Text("请于{{期限}}前（含当日）将修改后的年度报告重新报送。", "Please send the corrected report again no later than {{deadline}}."),
)
_ATTACHED = Text("附件：政府信息公开工作年度报告审核意见表", "Attached: table of findings")
_AUTHORITY, _DATE = Text("{{审核机关}}", "{{authority}}"), Text("{{日期}}", "{{date}}")
_ATTACHMENT = Text("附件", "Attachment")
_TABLE_TITLE = Text("政府信息公开工作年度报告审核意见表", "Table of findings")
_FACTS = Text(
    "单位：{{单位}}　　年度：{{年度}}　　报送文件：{{文件}}（第{{报送次数}}次报送）",
    "Organ: {{organ}}    Year: {{year}}    File: {{file}} (submission no. {{round}})",
)
_HINT = Text("提示：{{提示}}", "Hint: {{hint}}")
_REMARK = Text("“问题”栏末的小字是审核规则的编号和单元格位置，供查对。", "The small print after a problem is the number of the rule and the cell.")
_COLUMNS: tuple[tuple[Text, Text, int, str], ...] = (
    (Text("序号", "No."), Text("{{序号}}", "{{number}}"), 620, "Centred"),
    (Text("单元格", "Cell"), Text("{{单元格}}", "{{cell}}"), 1000, "Cell"),
    (Text("章节", "Section"), Text("{{章节}}", "{{section}}"), 1400, "TableText"),
    (Text("行", "Row"), Text("{{行}}", "{{row}}"), 1350, "TableText"),
    (Text("列", "Column"), Text("{{列}}", "{{column}}"), 1250, "TableText"),
    (Text("现填", "Content"), Text("{{现填}}", "{{content}}"), 1450, "TableText"),
    (Text("问题", "Problem"), Text("{{问题}}", "{{problem}}"), 3450, "TableText"),
    (Text("修改要求", "What to do"), Text("{{修改要求}}", "{{request}}"), 2650, "TableText"),
    (Text("期限", "Until"), Text("{{期限}}", "{{deadline}}"), 1200, "Centred"),
)
"""Heading, content, width in twentieths of a point, style."""
_MARK, _GROUP = Text("{{编号}}", "{{rule}}"), Text("{{组别}}", "{{group}}")
_LETTER = Page(11906, 16838, top=2098, right=1474, bottom=1984, left=1588)
"""A4 with the margins of an official letter (GB/T 9704)."""
_WIDE = Page(16838, 11906, top=1361, right=1234, bottom=1247, left=1234)


def write_slip_template(path: Path, language: Language = "zh") -> None:
    """Writes the template to a path. The same program gives the same bytes."""
    path.write_bytes(slip_template(language))


def slip_template(language: Language) -> bytes:
    """The template: a letter, and on a page across the table whose last row is repeated for each problem."""
    letter = [
        paragraph("Title", run(_TITLE.show(language))),
        paragraph("Address", run(_ADDRESS.show(language))),
        *(paragraph("Normal", run(text.show(language))) for text in _BODY),
        paragraph("Normal", ""),
        paragraph("Normal", run(_ATTACHED.show(language))),
        paragraph("Normal", ""),
        paragraph("Signature", run(_AUTHORITY.show(language))),
        paragraph("Signature", run(_DATE.show(language)), ends=_LETTER),
    ]
    findings = [
        paragraph("Attachment", run(_ATTACHMENT.show(language))),
        paragraph("TableTitle", run(_TABLE_TITLE.show(language))),
        paragraph("TableText", run(_FACTS.show(language))),
        _table(language),
        paragraph("Hint", run(_HINT.show(language))),
        paragraph("Remark", run(_REMARK.show(language))),
    ]
    return package(document([*letter, *findings], _WIDE), _TITLE.show(language), styles(language), FONTS, "xlplugin")


def built_slip_template(language: Language) -> Template:
    """The template that comes with the program: in Chinese the file, in the package or in the checkout; in English made anew."""
    if language == "en":
        return read_template("return notice.docx", slip_template("en"))
    folder = Path(str(resources.files("xlplugin")))
    for place in (folder / "workbook_templates", folder.parent / "workbook_templates"):
        if (place / FILE_NAME).is_file():
            return read_template(FILE_NAME, (place / FILE_NAME).read_bytes())
    raise UsageError(zh=f"安装包中缺少模板 {FILE_NAME}，请重新安装。", en=f"the installed package lacks the template {FILE_NAME}; install it again")


def own_slip_template(path: Path) -> Template:
    """An office's own template; raises `UsageError` where it is none."""
    try:
        content = small_bytes(path, LARGEST_LIST)
    except OSError as error:
        raise UsageError(zh=f"无法读取通知模板 {path}：{error.strerror}", en=f"cannot read the template {path}: {error.strerror}") from error
    return read_template(path.name, content)


def template_notes(template: Template) -> tuple[Text, ...]:
    """What is to be said of a template before it is used: placeholders that the program does not know."""
    if not template.unknown:
        return ()
    names = "、".join(f"{{{{{name}}}}}" for name in template.unknown)
    return (
        Text(
            f"通知模板 {template.name} 中有不认识的占位符，已原样保留：{names}。",
            f"the template {template.name} has placeholders that stand for nothing; they were left as they are: {names}",
        ),
    )


def _table(language: Language) -> str:
    widths = [width for _, _, width, _ in _COLUMNS]
    head = row([cell(width, paragraph("TableHead", run(name.show(language))), shade="E7E6E6") for name, _, width, _ in _COLUMNS], is_head=True)
    group = row([cell(sum(widths), paragraph("Group", run(_GROUP.show(language))), span=len(_COLUMNS), shade="F7F7F7")])
    cells = []
    for _, content, width, style in _COLUMNS:
        words = run(content.show(language))
        if content.zh == "{{问题}}":
            words += run(" ") + run(_MARK.show(language), style="Mark")
        cells.append(cell(width, paragraph(style, words)))
    return table(widths, [head, group, row(cells)])
