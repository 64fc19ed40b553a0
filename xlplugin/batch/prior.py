"""Last year's filings, for the rules across years: one workbook, or a folder of them matched by organ and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.batch.files import find_files
from xlplugin.errors import FileMissingError, XlpluginError
from xlplugin.filing import Filing
from xlplugin.form import Form
from xlplugin.form.organ import short_name
from xlplugin.reading.read import read_workbook
from xlplugin.text import Text, same


@dataclass(frozen=True)
class Priors:
    """Filings of last year; `unread` says which files of the folder could not be read, and why."""

    filings: tuple[Filing, ...]
    is_single: bool
    unread: tuple[Text, ...] = ()

    def of(self, filing: Filing) -> Filing | None:
        """The filing to compare with: a single workbook is meant for every filing (Y07 tells where it does not fit); of a folder, that of the same organ and the year before."""
        if self.is_single:
            return self.filings[0]
        if filing.organ is None or filing.year is None:
            return None
        own = short_name(filing.organ)
        fitting = [prior for prior in self.filings if prior.organ and prior.year == filing.year - 1 and short_name(prior.organ) == own]
        return fitting[-1] if fitting else None


def read_priors(path: Path, forms: Sequence[Form] | None = None) -> Priors:
    """The filings at a path. A workbook that is named outright must be readable; in a folder an unreadable one is told and passed over."""
    if not path.exists():
        raise FileMissingError()
    if not path.is_dir():
        return Priors((read_workbook(path, forms),), True)
    filings: list[Filing] = []
    unread: list[Text] = []
    for file in find_files([path]).paths:
        try:
            filings.append(read_workbook(file, forms))
        except XlpluginError as error:
            unread.append(Text("上年数据 {file}：", "last year's {file}: ").fill(file=same(str(file))) + error.text)
    return Priors(tuple(filings), False, tuple(unread))
