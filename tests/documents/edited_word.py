"""A report as a Word document whose parts are changed, letter by letter, and whether all else in it was read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.documents.plain import plain_tables, written
from xlplugin.filing.filing import Filing

FIELD = "requests.partly_granted.natural_person"
Parts = dict[str, bytes]
Edit = Callable[[Parts], None]
_RUN = b'<w:r><w:t xml:space="preserve">@@</w:t></w:r>'
W, R = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def word(folder: Path, figure: str = "", edit: Edit | None = None, name: str = "样例一镇.docx") -> Path:
    """A report with this in the cell 部分公开·自然人, its parts changed; a 3 where nothing is given."""
    parts = parts_of(written(plain_tables("docx_spans", {FIELD: "@@"}), "docx_spans", folder))
    assert _RUN in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(_RUN, (figure or run("3")).encode())
    if edit:
        edit(parts)
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


def others(filing: Filing) -> set[object]:
    """What the other cells hold."""
    return {filing.cell(name).value for name in filing.form.fields if name != FIELD}


def is_sound(filing: Filing) -> bool:
    """Whether every other cell is 0 and nothing is wrong with a line."""
    return others(filing) == {0} and not filing.facts.line_faults and not [label for label in filing.facts.seen_labels if label.seen != label.official]
