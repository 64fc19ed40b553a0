"""The kits, from what is pinned to the archives that are handed out."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import build_page
from portable import archives, components, debian, linux, packages, wheels, windows
from portable.imports import unresolved

from xlplugin.version import __version__

LINUX = f"xlplugin-{__version__}-linux-x86_64"
WINDOWS = f"xlplugin-{__version__}-windows-x64"
DEB = f"xlplugin_{__version__}_amd64.deb"
LARGEST = 100 * 10**6
"""Bytes of an archive."""
INSTALLED = "opt/xlplugin"
"""Where the .deb puts the folder."""
_CONTROL = """Package: xlplugin
Version: {version}
Architecture: amd64
Maintainer: xlplugin <xlplugin@localhost>
Installed-Size: {size}
Section: utils
Priority: optional
Description: 政府信息公开工作年度报告审核
 审核年度报告的三张表和正文。自带所需的一切，不依赖其他软件包。
"""
_DESKTOP = """[Desktop Entry]
Type=Application
Name=年报审核
Comment=政府信息公开工作年度报告审核
Exec=/opt/xlplugin/年报审核.sh
Icon=x-office-spreadsheet
Categories=Office;
Terminal=false
"""


def renew() -> None:
    """Pins everything anew."""
    debian.renew()
    for target in (wheels.LINUX, wheels.WINDOWS):
        wheels.renew(target)


def build_linux(output: Path, page: Path | None) -> int:
    """The Linux kit: the folder, the .tar.xz and the .deb."""
    output.mkdir(parents=True, exist_ok=True)
    folder = output / LINUX
    shutil.rmtree(folder, ignore_errors=True)
    interpreter = debian.fetched()
    with _whole(wheels.LINUX) as whole:
        linux.build(folder, interpreter, lambda place: packages.unpack(whole, place), page=page)
        licences = packages.notices(folder / "runtime" / linux.PACKAGES)
        parts = [*components.of_debian(debian.pinned()), *components.of_wheels(whole, licences)]
        (folder / "components.json").write_text(components.listed(parts), "utf-8")
    with tempfile.TemporaryDirectory(dir=output) as staged, ThreadPoolExecutor() as pool:
        stage(folder, Path(staged))
        held = [pool.submit(archives.xz, archives.tar(source, top)) for source, top in ((folder, LINUX), (Path(staged), "."))]
        control = _CONTROL.format(version=__version__, size=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024)
        return max(_written(output / f"{LINUX}.tar.xz", held[0].result()), _written(output / DEB, archives.deb(control, held[1].result())))


def stage(folder: Path, staged: Path) -> None:
    """What the .deb puts onto a system: the folder, the command `xlplugin`, and an entry in the desktop's menu."""
    shutil.copytree(folder, staged / INSTALLED, copy_function=os.link)
    command, entry = staged / "usr/bin/xlplugin", staged / "usr/share/applications/xlplugin.desktop"
    for path, text in ((command, f'#!/bin/sh\nexec /{INSTALLED}/runtime/bin/xlplugin "$@"\n'), (entry, _DESKTOP)):
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    command.chmod(0o755)


def build_windows(output: Path, page: Path | None, embeddable: Path | None, digest: str) -> int:
    """The Windows kit: the folder and the .zip; 1 where a library in it lacks another."""
    output.mkdir(parents=True, exist_ok=True)
    folder = output / WINDOWS
    shutil.rmtree(folder, ignore_errors=True)
    with _whole(wheels.WINDOWS) as whole:
        windows.build(folder, whole, embeddable, digest)
        licences = packages.notices(folder / windows.PACKAGES)
        (folder / "components.json").write_text(components.listed(components.of_wheels(whole, licences)), "utf-8")
    if page is not None:
        shutil.copyfile(page, folder / "年报审核.html")
    for library, wanted in (faults := unresolved(folder)):
        print(f"{library}: {wanted}")
    return max(_written(output / f"{WINDOWS}.zip", archives.zipped(folder, WINDOWS)), int(bool(faults)))


@contextmanager
def _whole(target: wheels.Target) -> Iterator[list[Path]]:
    """The wheels of a kit: those of the lock, and the program's own."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / f"xlplugin-{__version__}-py3-none-any.whl"
        own.write_bytes(build_page.own_wheel())
        yield [*wheels.fetched(target), own]


def _written(path: Path, content: bytes) -> int:
    path.write_bytes(content)
    print(f"{path}: {len(content) / 1e6:.1f} MB, SHA-256 {sha256(content).hexdigest()}", flush=True)
    return int(len(content) > LARGEST)
