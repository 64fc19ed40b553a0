"""The blank files that can be taken from the page: every edition's template, and the roster to fill in."""

from __future__ import annotations

from pathlib import Path

from xlplugin.errors import FileMissingError
from xlplugin.form import editions
from xlplugin.outputs.template.hand_out import FILE_NAME, ROSTER_NAME, built_template, hand_out_roster
from xlplugin.scratch import scratch


def blanks() -> list[str]:
    """Their names, the newest edition first."""
    return [*(FILE_NAME.format(edition=edition) for edition in editions()), ROSTER_NAME]


def blank(name: str) -> tuple[str, bytes]:
    """Name and bytes of one of them; raises `FileMissingError` for another."""
    for edition in editions():
        if name == FILE_NAME.format(edition=edition):
            return name, built_template(edition)
    if name != ROSTER_NAME:
        raise FileMissingError()
    with scratch() as folder:
        hand_out_roster(Path(folder, name))
        return name, Path(folder, name).read_bytes()
