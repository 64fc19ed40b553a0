"""One sample submission as a workbook: an organ's figures, and what a `Faulty` says is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from _external_link import add_link
from _faulty_samples import Faulty
from _own_workbook import Own, Sum, with_sums, write_own

from xlplugin.form import Form, editions
from xlplugin.outputs.template.sums import sums
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue

TITLE = "{organ}{year}年政府信息公开工作年度报告"


def figures(form: Form, rows: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """A value for every field: the rows given, and 0 elsewhere; an empty row is blank.

    Raises `ValueError` for a row that the form does not have, or that has another number of cells.
    """
    values: dict[str, object] = dict.fromkeys(form.fields, 0)
    for row, given in rows.items():
        fields = [name for name in form.fields if name.rpartition(".")[0] == row]
        if not fields or len(given) not in (0, len(fields)):
            raise ValueError(f"{row}: {len(given)} figures for {len(fields)} cells")
        values |= dict(zip(fields, given or [None] * len(fields), strict=True))
    return values


def write_in_template(form: Form, values: Mapping[str, object], cover: Mapping[str, object], path: Path, typed: Mapping[str, object] | None = None) -> None:
    write_template(form, path, catalogue().values(), values=values, typed=typed, cover=cover)


def write_faulty(faulty: Faulty, organ: str, sound: Mapping[str, Sequence[object]], path: Path) -> None:
    """One faulty submission: the sound figures of its edition, and what is wrong with them."""
    form = faulty.reformed(editions()[faulty.edition])
    values = {} if faulty.is_empty else figures(form, {**sound, **faulty.rows})
    if faulty.shape == "template":
        cells = {name: value for name, value in faulty.cells.items() if name in sums(form, catalogue().values()).computed}
        cover = {"organ": organ, "year": faulty.year, "level": "乡镇"}
        return write_in_template(form, {**values, **faulty.cells}, cover, path, typed=cells)
    values |= {name: value for name, value in faulty.cells.items() if name in form.fields}
    contents = with_sums(form, values) if faulty.shape == "sums" else dict(values)
    contents |= {name: _altered(contents[name], faulty.saved.get(name, values[name]), faulty.left_out.get(name, ())) for name in {*faulty.saved, *faulty.left_out}}
    title = "政府信息公开工作年度报告" if faulty.is_anonymous else TITLE.format(organ=organ, year=faulty.year)
    again = None if faulty.again is None else {**contents, **faulty.again}
    write_own(Own(form, title, contents, faulty.words, faulty.without, again, faulty.hidden), path)
    if faulty.link is not None:
        add_link(path, faulty.link)
    return None


def _altered(content: Any, saved: object, left_out: Sequence[str]) -> Sum:
    """A total's sum with another saved value, or with some of its parts forgotten."""
    assert isinstance(content, Sum), content
    return replace(content, parts=tuple(part for part in content.parts if part not in left_out), saved=saved)
