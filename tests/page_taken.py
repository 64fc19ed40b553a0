"""What an office takes away from the page, against what the command line writes for the same submissions; the workbook, which has links to them, beside them."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.archives import archive_of, parts_of
from tests.chromium import Browser
from tests.page_alone import asked, bytes_in, handed

ROSTER = "名册.csv"
FILES = {
    "json": "结果.json", "jsonl": "结果.jsonl", "csv": "结果.csv", "sarif": "结果.sarif", "junit": "结果-junit.xml",
    "html": "审核结果.html", "xlsx": "in/审核情况.xlsx",
}  # fmt: skip
FOLDERS = {"annotated": "批注副本", "slips": "退回通知"}


def written(files: Mapping[str, bytes], roster: bytes, folder: Path, check: Callable[..., object]) -> None:
    """Has the command line write every kind into `folder`. `check`: takes the arguments of `xlplugin check`, in the folder `in`."""
    for name, content in files.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / ROSTER).write_bytes(roster)
    check(".", "--roster", f"../{ROSTER}", *(part for kind, name in {**FILES, **FOLDERS}.items() for part in ("--report", f"{kind}=../{name}")))


def taken_otherwise(running: Browser, files: Mapping[str, bytes], roster: bytes, folder: Path) -> list[str]:
    """The kinds, and within them the files and parts, that the page gives otherwise than `written` left them in `folder`."""
    zipped, listed = (handed(running, name, given) for name, given in (("taken", {"报送.zip": archive_of(files)}), ("of", {ROSTER: roster})))
    asked(running, f"(async () => {{ came.office = await xlplugin.sitting([{zipped}.at(-1)], {{ roster: {listed}.at(-1) }}); return 0; }})()")

    def report(kind: str) -> bytes:
        return base64.b64decode(asked(running, bytes_in(f"came.office.report('{kind}').then(one => one.bytes)")))

    found = []
    for kind, name in FILES.items():
        here, there = report(kind), (folder / name).read_bytes()
        found += _different(name, parts_of(here), parts_of(there)) if kind == "xlsx" else [name] * (here != there)
    for kind, name in FOLDERS.items():
        here_all, own = parts_of(report(kind)), {path.relative_to(folder / name).as_posix(): path.read_bytes() for path in (folder / name).rglob("*") if path.suffix in (".xlsx", ".docx")}
        if not own:
            found.append(f"{name}: the command line wrote none")
        for file in sorted(own.keys() | here_all.keys()):
            found += _different(f"{name}/{file}", *(parts_of(content) if content else {} for content in (here_all.get(file), own.get(file))))
    return found


def _different(name: str, here: Mapping[str, bytes], there: Mapping[str, bytes]) -> list[str]:
    return [f"{name}: {part}" for part in sorted(here.keys() | there.keys()) if here.get(part) != there.get(part)]
