"""Makes a release: wheel, sdist, page, the kits, the list of components and the list of digests. The same commit gives the same bytes.

    python scripts/release.py -o dist                # the version of xlplugin/version.py, which must stand on top of CHANGELOG.md
    python scripts/release.py --trial -o dist        # before that: whatever the change log says
    python scripts/release.py --trial --twice        # builds everything two times and compares
    python scripts/release.py --check                # only says what stands in the way
    ... --without page,windows                       # leaves parts out: page, linux, windows
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from _setup import ROOT, SetUpError, elsewhere, program, run

_PARTS = ("page", "linux", "windows")
SUMS = "SHA256SUMS"


def main(arguments: list[str]) -> int:
    """Makes the release; 1 where something stands in its way, or two builds differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist", metavar="FOLDER")
    parser.add_argument("--trial", action="store_true")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--without", default="", metavar="PARTS")
    asked = parser.parse_args(arguments)
    if (status := elsewhere(__file__, *arguments)) is not None:
        return status
    unknown = (without := {name for name in asked.without.split(",") if name}) - set(_PARTS)
    if unknown:
        raise SetUpError(f"没有这样的部分：{', '.join(sorted(unknown))}。/ There is no such part.")
    if not asked.trial and (wrong := faults((ROOT / "CHANGELOG.md").read_text("utf-8"), version(), _changed())):
        print("\n".join(wrong))
        return 1
    if asked.check:
        return 0
    parts = [name for name in _PARTS if name not in without]
    build(asked.output, parts)
    if not asked.twice:
        return 0
    with tempfile.TemporaryDirectory() as again:
        build(Path(again), parts)
        differing = different(asked.output, Path(again))
    print(f"两次生成不同：{', '.join(differing)} / the builds differ" if differing else "两次生成逐字节相同 / both builds have the same bytes")
    return int(bool(differing))


def version() -> str:
    """The program's version, from the one place where it stands."""
    from xlplugin.version import __version__

    return __version__


def faults(changes: str, wanted: str, changed: list[str]) -> list[str]:
    """What stands in the way of releasing a version: its chapter is not on top of the change log, or empty; files that are not committed."""
    found = []
    chapters = re.split(r"^## ", changes, flags=re.MULTILINE)[1:]
    title, _, text = (chapters or [""])[0].partition("\n")
    if title.split()[:1] != [wanted]:
        found.append(f"CHANGELOG.md 最上面一章是“{title}”，应是“{wanted}”。/ The first chapter of CHANGELOG.md is not {wanted}.")
    elif "- " not in text:
        found.append(f"CHANGELOG.md 的“{wanted}”一章是空的。/ The chapter {wanted} of CHANGELOG.md is empty.")
    if changed:
        found.append(f"有没有提交的改动：{', '.join(changed[:5])}。/ Not everything is committed.")
    return found


def _changed() -> list[str]:
    said = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    return [line[3:] for line in said.splitlines()]


def build(output: Path, parts: list[str]) -> None:
    """Every file of the release, into a folder. Raises `SetUpError` where one cannot be made."""
    import build_page
    from portable import archives, components, debian, kits, wheels

    os.environ["SOURCE_DATE_EPOCH"] = str(archives.date())
    output.mkdir(parents=True, exist_ok=True)
    _must(program("python"), "-m", "hatchling", "build", "--target", "wheel", "--target", "sdist", "--directory", str(output.resolve()))
    page = output / "年报审核.html" if "page" in parts else None
    if page is not None:
        page.write_text(build_page.build(), "utf-8")
    held = components.of_wheels(wheels.fetched(wheels.LINUX), {})
    if "linux" in parts and kits.build_linux(output, page):
        raise SetUpError("Linux 绿色版过大。/ The kit for Linux is too large.")
    if "windows" in parts:
        held = list({one.purl: one for one in (*held, *components.of_wheels(wheels.fetched(wheels.WINDOWS), {}))}.values())
        if kits.build_windows(output, page, None, ""):
            raise SetUpError("Windows 绿色版有缺，见上。/ The kit for Windows lacks something, see above.")
    (output / f"xlplugin-{version()}.cdx.json").write_text(components.listed([*held, *components.of_debian(debian.pinned())]), "utf-8")
    (output / SUMS).write_text(sums(output), "utf-8")
    print((output / SUMS).read_text("utf-8"), end="")


def sums(output: Path) -> str:
    """The digests of a folder's files, as `sha256sum --check` reads them."""
    return "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(output.iterdir()) if path.is_file() and path.name != SUMS)


def different(one: Path, other: Path) -> list[str]:
    """The files of two releases that are not the same, or not in both."""
    first, second = ({line.partition("  ")[2]: line for line in (folder / SUMS).read_text("utf-8").splitlines()} for folder in (one, other))
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def _must(*command: str) -> None:
    if run(*command):
        raise SetUpError(f"没有成功，原因见上。/ Failed, see above: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
