"""A system with nothing on it but a shell, its C library and /proc, to see what a kit asks of a machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

_ENTER = 'mount -t proc proc "$0/proc" && exec chroot "$0" /bin/sh -c \'cd "$0" && exec "$@"\' "$@"'
_NEEDED = ("unshare", "chroot", "mount", "ldd")


def missing() -> str | None:
    """Why no such system can be entered here; None where one can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root may change the root folder"
    if lacks := [name for name in _NEEDED if shutil.which(name) is None]:
        return f"not installed: {', '.join(lacks)}"
    tried = subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True)
    return None if tried.returncode == 0 else "this system gives no namespaces of mounts"


def make(root: Path) -> Path:
    """The system's folder: /bin/sh, what it is linked with, /proc, /tmp and a home."""
    shell = Path("/bin/sh").resolve()
    linked = subprocess.run(["ldd", str(shell)], check=True, capture_output=True, encoding="utf-8").stdout
    for source, target in [(shell, "bin/sh"), *((Path(name), name.lstrip("/")) for name in re.findall(r"(/\S+)", linked))]:
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, root / target)
        (root / target).chmod(0o755)
    for name in ("proc", "tmp", "home", "work"):
        (root / name).mkdir()
    return root


def command(root: Path, *words: str, cwd: str = "/work") -> list[str]:
    """What runs a program in there."""
    return ["unshare", "--mount", "sh", "-c", _ENTER, str(root), cwd, *words]


ENVIRONMENT = {"HOME": "/home", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C"}
"""What programs are run with in there: no locale, and no variable of this machine."""


def ran(root: Path, *words: str, cwd: str = "/work") -> subprocess.CompletedProcess[str]:
    """A program, run to its end in there."""
    return subprocess.run(command(root, *words, cwd=cwd), env=ENVIRONMENT, check=False, capture_output=True, encoding="utf-8", errors="replace")


def files(root: Path) -> dict[str, int]:
    """Every file in there with its size: compared before and after, it tells what a program wrote."""
    return {path.relative_to(root).as_posix(): path.stat().st_size for path in root.rglob("*") if path.is_file() and path.relative_to(root).parts[0] != "proc"}
