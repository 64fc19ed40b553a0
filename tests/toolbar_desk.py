"""A visible Calc in which the toolbar is installed as an ordinary user installs it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.desktop import Window, visible_calc
from tests.resident import helper_ended, runner
from tests.toolbar_profile import ordinary_user
from xlplugin.addin.install_calc import install_calc


@dataclass(frozen=True, slots=True)
class Desk:
    """The window, the workbook that is open in it, and where the helper keeps its state."""

    window: Window
    workbook: Path
    state: Path


@contextmanager
def calc_with_toolbar(furnish: Callable[[Path], Path]) -> Iterator[Desk]:
    """`furnish`: writes into a folder what is to be opened, and gives its path. The folder is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="xlplugin-desk-"))
    folder.chmod(0o777)  # an ordinary user opens it, whoever runs this
    try:
        (folder / "profile").mkdir()
        (folder / "profile").chmod(0o777)
        install_calc(ordinary_user(folder, runner(folder)), folder / "profile")
        workbook = furnish(folder)
        with visible_calc(folder, workbook) as window, helper_ended(folder / "state"):
            yield Desk(window, workbook, folder / "state")
    finally:
        shutil.rmtree(folder)
