"""The packages of a kit: what they are is a lock with digests, worked out for the system that the kit is for, not for the one that builds it."""

from __future__ import annotations

import subprocess
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.parser import Parser
from hashlib import sha256
from pathlib import Path

from _setup import ROOT, SetUpError, program
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

HERE = Path(__file__).parent
CACHE = ROOT / ".venv" / "portable-parts"
"""What was fetched once."""
_PYTHON = {"python_version": "3.11", "python_full_version": "3.11.9", "implementation_name": "cpython", "implementation_version": "3.11.9", "platform_python_implementation": "CPython", "extra": ""}


@dataclass(frozen=True, slots=True)
class Target:
    """A system that kits are for: its lock, the wheels that it takes, best first, and what markers say of it."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]

    @property
    def lock(self) -> Path:
        """The requirements with their digests, as pip reads them."""
        return HERE / f"{self.name}.txt"


LINUX = Target(
    "linux",
    (*(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)), "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    {**_PYTHON, "sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
)
WINDOWS = Target("windows", ("win_amd64",), {**_PYTHON, "sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"})


def fetched(target: Target, cache: Path = CACHE) -> list[Path]:
    """The wheels of the lock, each with the digest that the lock says; from the cache, else from the package index."""
    wanted = digests(target.lock)
    folder = cache / target.name
    folder.mkdir(parents=True, exist_ok=True)
    if not wanted.issubset(_there(folder)):
        _download(target, folder, "--require-hashes", "--requirement", str(target.lock))
    there = _there(folder)
    if not wanted.issubset(there):
        raise SetUpError(f"{target.lock.name}：有 {len(wanted - there.keys())} 个软件包取不到。/ {len(wanted - there.keys())} packages of it could not be had.")
    return sorted(there[digest] for digest in wanted)


def digests(lock: Path) -> set[str]:
    """The digests of a lock: one for each package."""
    return {line.partition("sha256:")[2] for line in lock.read_text("utf-8").splitlines() if "sha256:" in line}


def _there(folder: Path) -> dict[str, Path]:
    return {sha256(path.read_bytes()).hexdigest(): path for path in folder.glob("*.whl")}


def renew(target: Target, cache: Path = CACHE) -> None:
    """Writes the lock anew from the versions of constraints.txt; what stands in no pin, as only that system needs it, is the newest that the package allows."""
    folder = cache / target.name
    folder.mkdir(parents=True, exist_ok=True)
    pins, locked, wanted = _pins(), dict[str, str](), wanted_by(_own(), target)
    while names := {canonicalize_name(one.name): one for one in wanted if canonicalize_name(one.name) not in locked}:
        lacking = {name: one for name, one in names.items() if name not in pins or _newest(folder, name, pins[name]) is None}
        if lacking:
            _download(target, folder, *(f"{name}=={pins[name]}" if name in pins else f"{one.name}{one.specifier}" for name, one in lacking.items()))
        found = {name: wheel for name in names if (wheel := _newest(folder, name, pins.get(name))) is not None}
        if len(found) < len(names):
            raise SetUpError(f"取不到：{', '.join(names.keys() - found.keys())}。/ could not be had.")
        locked |= {name: f"{name}=={parse_wheel_filename(wheel.name)[1]} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}" for name, wheel in found.items()}
        wanted = [one for wheel in found.values() for one in wanted_by(_requirements(wheel), target)]
    head = f"# What the kit for {target.name} holds, made by scripts/build_portable.py --renew: the versions of constraints.txt, wheels for CPython 3.11 on {target.markers['platform_machine']}.\n"
    target.lock.write_text(head + "".join(f"{locked[name]}\n" for name in sorted(locked)), "utf-8")


def wanted_by(requirements: Iterable[str], target: Target) -> list[Requirement]:
    """Those requirements that hold on the target."""
    parsed = map(Requirement, requirements)
    return [one for one in parsed if one.marker is None or one.marker.evaluate(target.markers)]


def _own() -> list[str]:
    found: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return found


def _pins() -> dict[str, str]:
    lines = (line.partition("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#"))
    return {canonicalize_name(name): version for name, _, version in lines}


def _requirements(wheel: Path) -> Iterator[str]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        yield from Parser().parsestr(archive.read(name).decode()).get_all("Requires-Dist") or ()


def _newest(folder: Path, name: str, version: str | None) -> Path | None:
    parsed = {path: parse_wheel_filename(path.name)[:2] for path in folder.glob("*.whl")}
    fitting = (path for path, (found, at) in parsed.items() if found == name and version in (None, str(at)))
    return max(fitting, key=lambda path: parsed[path][1], default=None)


def _download(target: Target, folder: Path, *what: str) -> None:
    where = [word for platform in target.platforms for word in ("--platform", platform)]
    command = [program("python"), "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--implementation", "cp", "--python-version", "3.11", *where, "--dest", str(folder), *what]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetUpError("软件包没有取到，原因见上。/ The packages could not be fetched, see above.")
