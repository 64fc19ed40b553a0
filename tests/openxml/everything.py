"""All files that the tests of Open XML judge, made once in a run: ours, copies of submissions, copies of packages such as the public has."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.locked import locked, shared_folder
from tests.openxml.packages import NAME, write_packages
from tests.openxml.written import Copy, Written, write_everything
from tests.reports_exchanged import read
from xlplugin.checking.check import check
from xlplugin.outputs.marked.marks import marks
from xlplugin.outputs.marked.workbook import annotate


@dataclass(frozen=True)
class Everything:
    """`packages` by what is special in them."""

    written: Written
    packages: Mapping[str, Copy]

    @property
    def some(self) -> list[Path]:
        """One or two of each kind of our own files and of the copies."""
        seen: dict[tuple[Path, str], list[Path]] = {}
        for path in self.written.own:
            seen.setdefault((path.parent, path.suffix if path.parent.name.startswith("slips") else path.name), []).append(path)
        copies = [copy.copy for copy in self.written.copies]
        return [paths[0] for paths in seen.values()] + copies[:4]


def everything(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Everything:
    """The files; made by the first process that asks."""
    folder = shared_folder(tmp_path_factory, worker) / "openxml"
    with locked(folder.with_suffix(".lock")):
        kept = folder / "everything.pickle"
        if not kept.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            kept.write_bytes(pickle.dumps(_made(folder)))
        made: Everything = pickle.loads(kept.read_bytes())
        return made


def _made(folder: Path) -> Everything:
    originals, copies = folder / "packages", folder / "annotated packages"
    originals.mkdir()
    copies.mkdir()
    packages = {}
    for name, path in write_packages(originals).items():
        target = copies / path.name
        filing = read(path)
        report = check([filing])[0]
        assert sum(mark.place.sheet == NAME for mark in marks(report, "zh")) >= 3, name
        annotate(path, target, report, filing, "zh")
        packages[name] = Copy(path, target)
    return Everything(write_everything(folder), packages)
