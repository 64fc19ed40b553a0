"""The interpreter of the Linux kit: Debian's own packages of Python 3.11 and of the libraries that it stands on, the C library too, pinned by digest.

With the C library inside, the folder asks nothing of the machine but a kernel: offices' systems are often older than what Debian builds for.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from _setup import SetUpError
from portable.wheels import CACHE, HERE

PINS = HERE / "debian.toml"
LIBRARIES = re.compile(r"^(?:ld-linux-x86-64\.so\.2|lib(?:c|m|mvec|dl|pthread|rt|util|resolv|anl|bz2|crypt|crypto|ssl|expat|ffi|gcc_s|lzma|sqlite3|stdc\+\+|uuid|z)\.so\.\d+(?:\.0)?)$")
_NOT_OF_PYTHON = frozenset({"test", "idlelib", "turtledemo", "lib2to3", "ensurepip", "tkinter", "pydoc_data", "distutils", "sitecustomize.py"})
"""Parts of the standard library for those who write programs. Debian's sitecustomize only reports crashes to its desktop."""
_NEEDS_MORE = ("_curses", "_dbm.", "nis.", "readline.", "curses", "config-")
"""Beginnings of the names of modules whose own libraries are not taken along, as no check needs them."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package of Debian's, as pinned."""

    name: str
    version: str
    sha256: str


def pinned(pins: Path = PINS) -> list[Package]:
    """The packages, by name."""
    return [Package(**entry) for entry in tomllib.loads(pins.read_text("utf-8"))["package"]]


def fetched(pins: Path = PINS, cache: Path = CACHE) -> list[Path]:
    """The packages' files, each with its digest. Raises `SetUpError` where Debian has gone on to another version: `renew` then takes that one."""
    folder = cache / "debian"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for package in pinned(pins):
        there = _there(folder)
        if package.sha256 not in there:
            _download(folder, f"{package.name}={package.version}")
            there = _there(folder)
        if package.sha256 not in there:
            raise SetUpError(f"{package.name} {package.version}：没有，或 SHA-256 不符。/ not there, or its SHA-256 is another.")
        found.append(there[package.sha256])
    return found


def renew(pins: Path = PINS, cache: Path = CACHE) -> None:
    """Pins what this machine's apt offers today, checked by apt against Debian's signatures."""
    names = [package.name for package in pinned(pins)]
    with tempfile.TemporaryDirectory() as scratch:
        _download(Path(scratch), *names)
        (cache / "debian").mkdir(parents=True, exist_ok=True)
        new = []
        for path in sorted(Path(scratch).glob("*.deb")):
            name, version = subprocess.run(["dpkg-deb", "--show", str(path)], check=True, capture_output=True, encoding="utf-8").stdout.strip().split("\t")
            new.append(f'\n[[package]]\nname = "{name}"\nversion = "{version}"\nsha256 = "{sha256(path.read_bytes()).hexdigest()}"\n')
            shutil.copy(path, cache / "debian")
    head = "".join(line for line in PINS.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
    pins.write_text(head + "".join(new), "utf-8")


def _there(folder: Path) -> dict[str, Path]:
    return {sha256(path.read_bytes()).hexdigest(): path for path in folder.glob("*.deb")}


def _download(folder: Path, *what: str) -> None:
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise SetUpError("Linux 绿色版只能在 Debian 系的系统上生成。/ The kit for Linux is built on Debian or a system made of it.")
    command = ["apt-get", "--quiet=2", "--option", "APT::Sandbox::User=root", "download", *what]
    if subprocess.run(command, cwd=folder, check=False).returncode and subprocess.run(["apt-get", "--quiet=2", "update"], check=False).returncode == 0:
        subprocess.run(command, cwd=folder, check=False)


def lay_out(packages: list[Path], runtime: Path) -> None:
    """Puts the interpreter, its standard library, the libraries and their notices of copyright into the runtime's folder."""
    native, notices = runtime / "lib" / "native", runtime / "notices" / "debian"
    for folder in (native, notices, runtime / "libexec"):
        folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch)
        for package in packages:
            subprocess.run(["dpkg-deb", "--extract", str(package), scratch], check=True)
        shutil.copyfile(whole / "usr/bin/python3.11", runtime / "libexec" / "python3.11")
        for library in sorted({*whole.glob("lib/**/*.so*"), *whole.glob("usr/lib/x86_64-linux-gnu/*.so*"), *whole.glob("lib64/*.so*")}):
            if LIBRARIES.match(library.name):
                shutil.copyfile(library, native / library.name)
        standard = whole / "usr/lib/python3.11"
        shutil.copytree(standard, runtime / "lib/python3.11", ignore=lambda _, names: {name for name in names if name in _NOT_OF_PYTHON or name.startswith(_NEEDS_MORE)})
        for notice in sorted(whole.glob("usr/share/doc/*/copyright")):
            shutil.copyfile(notice, notices / f"{notice.parent.name}.txt")
    for path in (native / "ld-linux-x86-64.so.2", runtime / "libexec" / "python3.11"):
        path.chmod(0o755)
