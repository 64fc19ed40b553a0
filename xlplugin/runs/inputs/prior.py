"""Last year's filings, for the rules across years: one workbook or report, or a folder of them matched by organ and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import UsageError, XlpluginError
from xlplugin.filing.filing import Filing
from xlplugin.form import Form, editions
from xlplugin.form.organ import short_name
from xlplugin.reading.open import read_any
from xlplugin.reading.parts import holding, is_part, joined, why_apart
from xlplugin.runs.inputs.files import find_files
from xlplugin.runs.inputs.names import Names, key_of
from xlplugin.runs.workers.small import is_without_processes
from xlplugin.text import Text

_UNREAD = Text("上年数据 {file}：{fault}", "last year's {file}: {fault}")
_UNFORESEEN = Text("读取时出现程序未预料的情况（{cause}）。", "reading met a case that the program did not foresee ({cause})")


@dataclass(frozen=True)
class Priors:
    """Filings of last year; `unread` says which files of the folder could not be read, and why."""

    filings: tuple[Filing, ...]
    is_single: bool
    unread: tuple[Text, ...] = ()

    def of(self, filing: Filing) -> Filing | None:
        """The filing to compare with: a single workbook is meant for every filing (Y07 tells where it does not fit); of a folder, that of the same organ and the year before, the last in path order."""
        if self.is_single:
            return self.filings[0]
        if filing.organ is None or filing.year is None:
            return None
        before = {key_of(prior.organ): prior for prior in self.filings if prior.organ and prior.year == filing.year - 1}
        name = Names(before).find(filing.organ)
        return before[name] if name else None


def read_priors(paths: Path | Sequence[Path], forms: Sequence[Form] | None = None) -> Priors:
    """The filings at a path, or at several: more years. A workbook that is named outright must be readable; in a folder an unreadable one is told and passed over.

    Raises `UsageError` for a path that gives no filing to compare with.
    """
    several = [paths] if isinstance(paths, Path) else paths
    if len(several) != 1:
        found = [read_priors(path, forms) for path in several]
        return Priors(tuple(filing for one in found for filing in one.filings), False, tuple(fault for one in found for fault in one.unread))
    path = several[0]
    if not path.exists():
        raise UsageError(zh=f"找不到上年数据：{path}。请核对路径和文件名。", en=f"there is nothing at {path} for last year's figures; check the path")
    if not path.is_dir():
        filing, fault = _read(path, forms)
        if filing is None:
            raise UsageError(zh=fault.zh, en=fault.en)
        return Priors((filing,), True)
    read = [_read(file, forms) for file in find_files([path]).paths]
    if not read:
        raise UsageError(zh=f"上年数据文件夹 {path} 里没有工作簿。", en=f"the folder {path} for last year's figures holds no workbook")
    return Priors(tuple(_together([filing for filing, _ in read if filing is not None])), False, tuple(fault for filing, fault in read if filing is None))


def _together(filings: Sequence[Filing]) -> list[Filing]:
    """The filings, those put together that are one organ's tables in several workbooks of a folder (see `parts_job`)."""
    groups: dict[object, list[Filing]] = {}
    for filing in filings:
        is_some = filing.document is None and filing.organ is not None and is_part(filing)
        groups.setdefault((Path(filing.file).parent, short_name(filing.organ or ""), filing.year) if is_some else filing.file, []).append(filing)
    return [one for group in groups.values() for one in ([joined(group)] if len(group) > 1 and not why_apart([holding(part) for part in group]) else group)]


def _read(file: Path, forms: Sequence[Form] | None) -> tuple[Filing | None, Text]:
    """The filing in a file, read in a guarded process where there are any; or what is wrong with it."""
    try:
        if forms is None and not is_without_processes():
            from xlplugin.runs.workers.door import filing_in

            return filing_in(file), Text("", "")
        return read_any(file, str(file), forms or list(editions().values())), Text("", "")
    except XlpluginError as error:
        fault = error.text
    except Exception as error:  # a crafted file must cost its own comparison only; the sentence names the cause
        fault = _UNFORESEEN.fill(cause=f"{type(error).__name__}: {error}"[:200])
    return None, _UNREAD.fill(file=file, fault=fault)
