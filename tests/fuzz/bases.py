"""What cases are made from: workbooks as offices draw them, ours, packages such as the public has, and a report in every layout."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.documents.make import make_report
from tests.documents.pdf import report as pdf_report
from tests.documents.pdf import write_pdf
from tests.documents.write import LAYOUTS
from tests.layouts import pasted_from_the_web, random_layout, summing_values, typed_in_wps, write_layout
from tests.office import convert, soffice
from tests.openxml.packages import write_packages
from tests.submissions import CONSISTENT, write_submission
from xlplugin.form import editions


@dataclass(frozen=True)
class Base:
    """A file as it was written: its ending, and its parts (of a package) or its content."""

    name: str
    suffix: str
    content: bytes
    parts: tuple[tuple[str, bytes], ...] = ()


def bases(drawn: int = 12, *, with_office: bool = True, with_packages: bool = True) -> list[Base]:
    """The files, always the same; `drawn` workbooks of the layout generator. Those that LibreOffice saves are there where it is."""
    with tempfile.TemporaryDirectory(prefix="xlplugin-fuzz-") as folder:
        return [_base(path) for path in _written(Path(folder), drawn, with_office, with_packages)]


def _base(path: Path) -> Base:
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return Base(path.name, path.suffix, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return Base(path.name, path.suffix, content, tuple((name, archive.read(name)) for name in archive.namelist()))


def _written(folder: Path, drawn: int, with_office: bool, with_packages: bool) -> Iterator[Path]:
    own = [
        write_submission(folder / "ours.xlsx", CONSISTENT),
        write_submission(folder / "ours faulty.xlsx", {**CONSISTENT, "requests.received.company": 4}),
        write_submission(folder / "ours 2019.xlsx", form=editions()["2019"], year=2020),
    ]
    yield from own
    for number in range(drawn):
        rng = random.Random(number)
        form = list(editions().values())[number % 2]
        layout = random_layout(rng, form)
        layout = (layout, pasted_from_the_web(layout, rng), typed_in_wps(layout, rng))[number % 3]
        (folder / f"{number}").mkdir()
        path = folder / f"{number}" / f"drawn {number}.xlsx"
        yield write_layout(layout, form, summing_values(rng, form), path, organ="样例一镇", year=2020 if form.edition == "2019" else 2023).path
    for seed, name in enumerate(LAYOUTS):
        report = make_report(seed, name, folder)
        assert report is not None
        yield report.path
    yield write_pdf(pdf_report(editions()["2021"], {}), folder / "report.pdf")
    if with_packages:
        (folder / "packages").mkdir()
        yield from write_packages(folder / "packages").values()
    if with_office and soffice() is not None:
        for ending in ("ods", "xls"):
            (folder / ending).mkdir()
            yield from convert(own[1:], folder / ending, ending)
