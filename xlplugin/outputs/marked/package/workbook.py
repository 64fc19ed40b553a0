"""A package's workbook part: which sheets there are, and where their parts lie."""

from __future__ import annotations

from lxml import etree

from xlplugin.errors import DamagedError, NotAnnotatableError
from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.relations import content_type, drop_content_type, relate, related, relations, set_content_type, unrelate
from xlplugin.outputs.marked.package.xml import LINKS, MAIN, add, child, children, decoded, own, parse, serialise

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
).encode()
_LONGEST_NAME = 31


class Workbook:
    """The workbook part of an archive. `sheets`: the part of each worksheet by its name, in the workbook's order."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        part = related(archive, "", "officeDocument") or "xl/workbook.xml"
        if part not in archive or part.lower().endswith(".bin"):
            raise NotAnnotatableError()
        self.part = part
        self._root = parse(archive.read(part), part)
        if etree.QName(self._root).namespace != MAIN:  # Strict Open XML has a namespace of its own, other documents have others
            raise NotAnnotatableError()
        parts = {relation.id: relation.target for relation in relations(archive, part) if relation.kind == "worksheet" and relation.target in archive}
        listed = child(self._root, "sheets")
        if listed is None:
            raise DamagedError(detail=part)
        self._listed = listed
        entries = [(decoded(element.get("name", "")), parts.get(element.get(f"{{{LINKS}}}id", ""))) for element in children(listed, "sheet")]
        self.sheets = {name: target for name, target in entries if target is not None}
        self._names = {name.lower() for name, _ in entries}

    @property
    def has_macros(self) -> bool:
        """Whether the package says that it may hold macros, as .xlsm does."""
        return "macroenabled" in content_type(self.archive, self.part).lower()

    @property
    def is_signed(self) -> bool:
        """Whether the package carries digital signatures."""
        return any(relation.kind == "origin" and "signature" in relation.target.lower() for relation in relations(self.archive, ""))

    def sheet_part(self, name: str) -> str | None:
        """The part of the sheet of that name, case-insensitively as spreadsheets do."""
        return next((part for known, part in self.sheets.items() if known.lower() == name.lower()), None)

    def styles_part(self) -> str:
        """The part of the cell formats; made where there is none."""
        found = related(self.archive, self.part, "styles")
        if found is None:
            found = self.archive.free_name("xl/styles{}.xml")
            self.archive.replace(found, _STYLES)
            set_content_type(self.archive, found, _STYLES_TYPE)
            relate(self.archive, self.part, "styles", found)
        return found

    def shared_strings(self) -> list[str]:
        """The workbook's table of texts."""
        part = related(self.archive, self.part, "sharedStrings")
        if part is None:
            return []
        root = parse(self.archive.read(part), part)
        # Runs and plain text count, phonetic readings (rPh) do not.
        return [decoded("".join(text.text or "" for text in item.iter(own(item, "t")) if text.getparent().tag != own(item, "rPh"))) for item in children(root, "si")]

    def add_sheet(self, name: str, content: bytes) -> str:
        """A new last sheet; its part. A name that is taken gets a number."""
        title = next(title for title in (name, *(f"{name[: _LONGEST_NAME - 5]} ({number})" for number in range(2, 1000))) if title.lower() not in self._names)
        part = self.archive.free_name("xl/worksheets/sheet{}.xml")
        self.archive.replace(part, content)
        set_content_type(self.archive, part, _SHEET_TYPE)
        number = max((int(element.get("sheetId", "0")) for element in children(self._listed, "sheet")), default=0) + 1
        link = relate(self.archive, self.part, "worksheet", part)
        add(self._listed, "sheet", {"name": title, "sheetId": str(number), f"{{{LINKS}}}id": link})
        self.archive.replace(self.part, serialise(self._root))
        return part

    def drop_calculation_chain(self) -> None:
        """Leaves out the order of calculation, which programs build anew: it must not name a cell that has lost its formula."""
        part = related(self.archive, self.part, "calcChain")
        if part is not None:
            self.archive.remove(part)
            unrelate(self.archive, self.part, part)
            drop_content_type(self.archive, part)
