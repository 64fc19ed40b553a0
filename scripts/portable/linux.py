"""The kit for Linux: a folder that holds interpreter, packages, page and start files, and runs from wherever it lies."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from _setup import SetUpError
from portable import debian
from portable.wheels import HERE

START = HERE / "start"
_INSIDE = ("python3.sh", "xlplugin.sh")
"""Start files that belong beside the interpreter, without their ending."""
PACKAGES = "lib/python3.11/dist-packages"
"""Where Debian's Python looks for packages, below the runtime."""


def build(folder: Path, interpreter: list[Path], place: Callable[[Path], object], *, page: Path | None = None, is_compiled: bool = True) -> Path:
    """Makes the folder, which must not be there yet. `place` puts the packages into the folder that it is given; `page`: one built before, or none."""
    runtime = folder / "runtime"
    runtime.mkdir(parents=True)
    debian.lay_out(interpreter, runtime)
    place(runtime / PACKAGES)
    for source in sorted(START.glob("*.sh")):
        target = runtime / "bin" / source.stem if source.name in _INSIDE else folder / source.name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o755)
    (folder / "说明.txt").write_text((HERE / "readme-linux.txt").read_text("utf-8"), "utf-8")
    if page is not None:
        shutil.copyfile(page, folder / "年报审核.html")
    if is_compiled:
        _compile(runtime)
    return folder


def _compile(runtime: Path) -> None:
    """Compiles every module by the kit's own interpreter, to the same bytes wherever and whenever: no dates, no paths of this machine, one seed. What the interpreter would write of itself, as it starts, would bear dates."""
    native = runtime / "lib" / "native"
    python = [str(native / "ld-linux-x86-64.so.2"), "--inhibit-cache", "--library-path", str(native), "--argv0", str(runtime / "bin" / "python3"), str(runtime / "libexec" / "python3.11")]
    command = [*python, "-s", "-W", "ignore", "-m", "compileall", "-q", "-f", "-j", "2", "--invalidation-mode", "unchecked-hash", "-s", str(runtime), str(runtime / "lib" / "python3.11")]
    if subprocess.run(command, env={"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, check=False).returncode:
        raise SetUpError("编译没有成功，原因见上。/ Compiling failed, see above.")
    _without_sources(runtime / "lib" / "python3.11", runtime / PACKAGES / "xlplugin")


def _without_sources(standard: Path, own: Path) -> None:
    """Python's and the packages' modules as they were compiled, in the sources' place: a quarter less to unpack. The program's own sources stay: they tell its version apart (see `program_digest`)."""
    for compiled in sorted(standard.rglob("__pycache__/*.cpython-311.pyc")):
        source = compiled.parent.with_name(f"{compiled.name.partition('.')[0]}.py")
        if own not in source.parents and source.is_file():
            compiled.rename(source.with_suffix(".pyc"))
            source.unlink()
    for folder in standard.rglob("__pycache__"):
        if not any(folder.iterdir()):
            folder.rmdir()
