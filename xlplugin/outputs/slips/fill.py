"""Lays a slip into a Word template: placeholders are replaced where they stand, with the fonts they have there."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.parts.story import StoryPart

from xlplugin.errors import UsageError
from xlplugin.outputs.slips.contents import HINT, HINT_EN, PLACEHOLDERS, ROW_PLACEHOLDERS, Slip
from xlplugin.outputs.slips.items import Item
from xlplugin.outputs.slips.placeholders import PARAGRAPH, ROW, Words, names_in, repeat, replace
from xlplugin.text import Language, Text

_PROBLEM, _GROUP = ("问题", "problem"), ("组别", "group")
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Template:
    """An office's template, seen to be one. `unknown`: placeholders that stand for nothing; they are left as they are."""

    name: str
    content: bytes
    unknown: tuple[str, ...] = ()


def read_template(name: str, content: bytes) -> Template:
    """Raises `UsageError` for a file that is no .docx, and for one without a table row for the problems."""
    document = _open(name, content)
    if not _rows(document, _PROBLEM):
        raise UsageError(
            zh=f"通知模板 {name} 中没有审核意见表：表格里要有一行写有 {{{{问题}}}}，每个问题重复这一行。",
            en=f"the template {name} has no table of problems: a table needs a row that holds {{{{problem}}}}, which is repeated for each",
        )
    known = {HINT, HINT_EN, *PLACEHOLDERS, *PLACEHOLDERS.values(), *ROW_PLACEHOLDERS, *ROW_PLACEHOLDERS.values()}
    found = [one for paragraph in _paragraphs(document) for one in names_in(paragraph)]
    return Template(name, content, tuple(dict.fromkeys(one for one in found if one not in known)))


def fill(template: Template, slip: Slip, language: Language) -> bytes:
    """The slip as a .docx. The same slip and template give the same bytes."""
    document = _open(template.name, template.content)
    words = _both({name: text.show(language) for name, text in slip.words.items()}, PLACEHOLDERS)
    tables = [(row, _group_row(row)) for row in _rows(document, _PROBLEM)]
    rows = {id(row) for pair in tables for row in pair if row is not None}
    own = [paragraph for paragraph in _paragraphs(document) if not any(id(above) in rows for above in paragraph.iterancestors(ROW))]
    for paragraph in own:
        if {HINT, HINT_EN} & set(names_in(paragraph)):
            repeat(paragraph, [{**words, HINT: hint.show(language), HINT_EN: hint.show(language)} for hint in slip.hints])
        else:
            replace(paragraph, words)
    for row, group_row in tables:
        _fill_table(row, group_row, slip, words, language)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def repacked(package: bytes) -> bytes:
    """The same package without the time at which it was written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def _open(name: str, content: bytes) -> Any:
    try:
        return Document(io.BytesIO(content))
    except Exception as error:  # whatever python-docx and lxml raise for what is no document
        raise UsageError(zh=f"通知模板 {name} 不是 Word 文档（.docx），或已损坏。请用 Word 或 WPS 另存为 .docx。", en=f"the template {name} is no Word document (.docx), or is damaged; save it as .docx") from error


def _paragraphs(document: Any) -> list[Any]:
    """Every paragraph of the body, of tables and text boxes, of headers and footers."""
    stories = [part.element for part in document.part.package.iter_parts() if isinstance(part, StoryPart)]
    return [paragraph for story in stories for paragraph in story.iter(PARAGRAPH)]


def _rows(document: Any, names: tuple[str, ...]) -> list[Any]:
    """The table rows in whose own cells one of the placeholders stands, each once."""
    found = {}
    for paragraph in _paragraphs(document):
        row = next(paragraph.iterancestors(ROW), None)
        if row is not None and set(names) & set(names_in(paragraph)):
            found[id(row)] = row
    return list(found.values())


def _group_row(row: Any) -> Any:
    """The row for a group's name in the same table as a problem's; None where the template has none."""
    for other in row.getparent().iterchildren(ROW):
        if other is not row and any(set(_GROUP) & set(names_in(paragraph)) for paragraph in other.iter(PARAGRAPH)):
            return other
    return None


def _fill_table(row: Any, group_row: Any, slip: Slip, words: Words, language: Language) -> None:
    number = 0
    for name, items in slip.groups:
        group = {**words, **_both({"组别": name.show(language)}, ROW_PLACEHOLDERS)}
        if group_row is not None:
            row.addprevious(_filled(group_row, group))
        for item in items:
            number += 1
            row.addprevious(_filled(row, {**group, **_both(_row_words(item, number, slip.deadline, language), {**ROW_PLACEHOLDERS, **PLACEHOLDERS})}))
    for spent in (row, group_row):
        if spent is not None:
            spent.getparent().remove(spent)


def _row_words(item: Item, number: int, deadline: Text, language: Language) -> dict[str, str]:
    texts = {"章节": item.section, "行": item.row, "列": item.column, "现填": item.actual, "问题": item.problem, "修改要求": item.request, "期限": deadline}
    return {"序号": str(number), "编号": item.mark, "单元格": item.cell, **{name: text.show(language) for name, text in texts.items()}}


def _both(values: Words, names: Mapping[str, str]) -> dict[str, str]:
    """The values by their Chinese names and by the English ones."""
    return {**values, **{names[name]: value for name, value in values.items()}}


def _filled(row: Any, words: Words) -> Any:
    made = copy.deepcopy(row)
    for paragraph in made.iter(PARAGRAPH):
        replace(paragraph, words)
    return made
