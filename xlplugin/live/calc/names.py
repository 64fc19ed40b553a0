"""Defined names of a workbook, as xlwings knows them, and all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlplugin.errors import HostError
from xlplugin.live.calc.bridge import load_uno
from xlplugin.live.calc.document import area_of
from xlplugin.live.calc.formulas import from_excel, quoted_sheet, to_excel
from xlplugin.live.calc.range import Range


class Name:
    """One name. `api` is Calc's own object (`com.sun.star.sheet.NamedRange`)."""

    def __init__(self, book: Any, api: Any, container: Any, scope: str | None) -> None:
        self.book = book
        self.api = api
        self._container = container
        self._scope = scope

    @property
    def name(self) -> str:
        """The name; with its sheet before it where it holds on one sheet alone."""
        own = str(self.api.getName())
        return own if self._scope is None else f"{quoted_sheet(self._scope)}!{own}"

    @property
    def refers_to(self) -> str:
        """What it stands for, in Excel's notation: `=Sheet1!$A$1`."""
        return f"={to_excel(str(self.api.getContent()))}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(from_excel(value.removeprefix("=")))

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for; raises HostError where it stands for none."""
        cells = self.api.getReferredCells()
        if cells is None:
            raise HostError(zh=f"名称 {self.name} 没有指向任何单元格。", en=f"the name {self.name} refers to no cells")
        sheets = self.book.sheets
        return Range(sheets(int(cells.getRangeAddress().Sheet) + 1), area_of(cells))

    def delete(self) -> None:
        """Takes the name away."""
        self._container.removeByName(self.api.getName())


class Names:
    """The names of a workbook and of sheets. `sheets`: those whose own names belong to it."""

    def __init__(self, book: Any, sheets: Sequence[Any], of_workbook: Any = None) -> None:
        self.book = book
        self.api = of_workbook
        self._parts = [*([(None, of_workbook)] if of_workbook is not None else []), *((sheet.name, sheet.api.NamedRanges) for sheet in sheets)]

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names with what they are called."""
        return [(name.name, name) for name in self]

    def definitions(self) -> dict[str, str]:
        """The workbook's own names and what they refer to, in Excel's notation; those of single sheets are left out."""
        if self.api is None:
            return {}
        return {name: f"={to_excel(str(self.api.getByName(name).getContent()))}" for name in self.api.getElementNames()}

    def __iter__(self) -> Iterator[Name]:
        for scope, container in self._parts:
            for name in container.getElementNames():
                yield Name(self.book, container.getByName(name), container, scope)

    def __len__(self) -> int:
        return sum(len(container.getElementNames()) for _, container in self._parts)

    def __call__(self, key: str) -> Name:
        """The name that is called so, in any case; raises KeyError."""
        for scope, container in self._parts:
            own = key.rpartition("!")[2]
            if key == own or (scope is not None and key.rpartition("!")[0].strip("'") == scope):
                for name in container.getElementNames():
                    if name.lower() == own.lower():
                        return Name(self.book, container.getByName(name), container, scope)
        raise KeyError(key)

    def contains(self, key: str) -> bool:
        """Whether there is a name that is called so."""
        try:
            self(key)
        except KeyError:
            return False
        return True

    def add(self, name: str, refers_to: str) -> Name:
        """A new name. Raises HostError for one that Calc does not allow here: it takes dots only from files."""
        scope, container = self._parts[0]
        uno = load_uno()
        origin = uno.createUnoStruct("com.sun.star.table.CellAddress")
        try:
            container.addNewByName(name, from_excel(refers_to.removeprefix("=")), origin, 0)
        except uno.getClass("com.sun.star.uno.RuntimeException") as error:
            raise HostError(zh=f"LibreOffice 不接受名称 {name}。", en=f"LibreOffice does not allow the name {name}") from error
        return Name(self.book, container.getByName(name), container, scope)
