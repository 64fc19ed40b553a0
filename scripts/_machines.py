"""Machines made of namespaces of Linux: each with its own network, processes, and places to write to. Needs root, `ip` (iproute2), `unshare` and `mount` (util-linux).

A program that calls `alone` goes on as a machine of its own, the desk; the machines it `start`s hang on its bridge. When its process
ends, however it ends (`unshare` heeds SIGKILL and Ctrl-C, not SIGTERM), the system takes the processes, the network and the file systems of all away: nothing is left on the host.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from _setup import POSIX_ONLY, ROOT

NETWORK = "10.77.0"
DESK = f"{NETWORK}.1"
_INSIDE = "XLPLUGIN_MACHINE"
_UNSHARE = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
_OWN = ("/tmp", "/var/tmp", "/dev/shm", "/run")
"""Folders that are a machine's own, empty and in memory. All the rest of the file system it can only read."""
# The checkout may lie below /tmp: it is held elsewhere while /tmp is covered.
_FILES = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/keep
mount --bind "{root}" /mnt/keep
for folder in {own}; do [ ! -d $folder ] || mount -t tmpfs tmpfs $folder; done
mkdir -p "{root}"
mount --move /mnt/keep "{root}"
umount /mnt
mount -o remount,bind,ro "{root}"
mount -o remount,bind,ro /
cd /tmp
ip link set lo up
""".format(root=ROOT, own=" ".join(_OWN))
_DESK = "ip link add hub type bridge; ip addr add {address}/24 dev hub; ip link set hub up; exec \"$@\""
_WIRE = "echo plug; read -r _; ip addr add {address}/24 dev wire; ip link set wire up; exec \"$@\" >&2"


def is_inside() -> bool:
    """Whether this process is on such a machine."""
    return _INSIDE in os.environ


def why_not() -> str | None:
    """Why there can be no such machines here; None where there can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "network namespaces need root"
    missing = [program for program in ("ip", "unshare", "mount") if shutil.which(program) is None]
    if missing:
        return f"not installed: {', '.join(missing)} (iproute2, util-linux)"
    trial = ["sh", "-c", _FILES + "ip link add a0 type veth peer name b0 && ip link add hub type bridge"]
    tried = subprocess.run([*_UNSHARE, *trial], capture_output=True, encoding="utf-8", errors="replace", check=False)
    said = tried.stderr.strip().splitlines()
    return None if tried.returncode == 0 else f"the container refuses namespaces: {said[-1] if said else tried.returncode}"


def alone(arguments: Sequence[str]) -> None:
    """Begins this script again, with these arguments, as the desk, in place of this process; returns at once where it is the desk already."""
    if is_inside():
        return
    script = ["sh", "-c", _FILES + _DESK.format(address=DESK), "desk", sys.executable, os.path.abspath(sys.argv[0]), *arguments]
    environment = {**os.environ, _INSIDE: "desk", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": "/tmp"}
    os.execvpe(_UNSHARE[0], [*_UNSHARE, *script], environment)


@dataclass
class Machine:
    """One that was started. `log`: what its program says, on the desk."""

    name: str
    address: str
    log: Path
    process: subprocess.Popen[bytes]

    def unplug(self) -> None:
        """Ends it at once, as a power cut would: the first process of a machine takes all others along."""
        self.process.kill()
        self.process.wait()

    def seconds(self) -> float:
        """CPU time of its processes, those that have ended included."""
        if sys.platform == "win32":
            raise SystemExit(POSIX_ONLY)
        parents, ticks = {}, {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                words = stat.read_text("utf-8", "replace").rpartition(") ")[2].split()
                parents[int(stat.parent.name)], ticks[int(stat.parent.name)] = int(words[1]), sum(map(int, words[11:15]))
        ours = {self.process.pid}
        while more := {one for one, parent in parents.items() if parent in ours} - ours:
            ours |= more
        return sum(ticks.get(one, 0) for one in ours) / os.sysconf("SC_CLK_TCK")

    def said(self) -> str:
        """The last of its log."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-8:])


def start(name: str, number: int, command: Sequence[str], environment: Mapping[str, str], logs: Path) -> Machine:
    """A machine at the address `NETWORK`.`number` that runs one program."""
    address, log = f"{NETWORK}.{number}", logs / f"{name}.log"
    script = ["sh", "-c", _FILES + _WIRE.format(address=address), name, *command]
    with log.open("wb") as stream:
        process = subprocess.Popen([*_UNSHARE, *script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stream, env={**os.environ, **environment, _INSIDE: name})
        assert process.stdin is not None and process.stdout is not None
        if process.stdout.readline() != b"plug\n":
            raise SystemExit(f"{name} did not start: {log.read_text('utf-8', 'replace')}")
        _ip("link", "add", f"to{number}", "type", "veth", "peer", "name", "wire", "netns", str(process.pid))
        _ip("link", "set", f"to{number}", "master", "hub", "up")
        process.stdin.write(b"\n")
        process.stdin.close()
    return Machine(name, address, log, process)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
