"""Past one machine: a Dask scheduler, two workers and an S3 server on machines of their own (namespaces); one worker loses its power in the middle.

    sudo .venv/bin/python scripts/cluster_run.py             # 2,000 submissions
    sudo .venv/bin/python scripts/cluster_run.py 200         # as many as wanted
    sudo .venv/bin/python scripts/cluster_run.py 2000 --time # besides, undisturbed runs with one and two workers, for docs/performance-cluster.md

Submissions and `--out` are on S3; no worker sees the desk's files nor the other's. The JSON has to be that of a run of the desk alone,
byte for byte. Then what goes wrong far away: each has to end with status 2 and one sentence. Ends with status 1 where anything is otherwise.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _machines import NETWORK, Machine, alone, is_inside, start, why_not
from _many_samples import LIST, write_many
from _s3_server import KEY, LIMIT, SECRET
from _setup import POSIX_ONLY

SCHEDULER, WORKERS, STORE = 2, (3, 4), 5
CLUSTER, S3 = f"tcp://{NETWORK}.{SCHEDULER}:8786", f"http://{NETWORK}.{STORE}:5000"
ACCESS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_ENDPOINT_URL": S3, "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
INPUTS, FEW, RESULTS, FULL = "s3://submissions/in", "s3://submissions/few", "s3://results", "s3://full/out"
NOBODY = f"http://{NETWORK}.99:5000"
_MANY_FEW = 12
_PATIENCE = 60.0
_CHECK = [sys.executable, "-m", "xlplugin", "check"]


@dataclass
class Trial:
    """The desk: what it has made, what it found."""

    folder: Path
    machines: dict[int, Machine] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def claim(self, holds: bool, what: str) -> None:
        """Prints a claim, and notes one that does not hold."""
        print(f"{'ok  ' if holds else 'NOT '} {what}", flush=True)
        self.faults += [] if holds else [what]


def main(arguments: Sequence[str]) -> int:
    """The trial; gives the exit status."""
    reason = None if is_inside() else why_not()
    if reason is not None:
        print(f"no machines: {reason}", file=sys.stderr)
        return 1
    alone(arguments)
    counts = [int(argument) for argument in arguments if argument.isdigit()]
    os.environ.update(ACCESS)
    with tempfile.TemporaryDirectory(prefix="xlplugin-cluster-") as folder:
        trial = Trial(Path(folder))
        try:
            _begin(trial, counts[0] if counts else 2000)
            _same_with_a_worker_lost(trial, "--time" in arguments)
            _what_goes_wrong(trial)
            _the_scheduler_lost(trial)
        finally:
            for machine in trial.machines.values():
                machine.unplug()
            for machine in trial.machines.values() if trial.faults else ():
                print(f"--- {machine.name}\n{machine.said()}")
    print(f"{len(trial.faults)} claims do not hold")
    return 1 if trial.faults else 0


def _begin(trial: Trial, count: int) -> None:
    """The machines, and the submissions on the S3."""

    def machine(name: str, number: int, *command: str) -> None:
        trial.machines[number] = start(name, number, [sys.executable, *command], ACCESS, trial.folder)

    machine("s3", STORE, str(Path(__file__).with_name("_s3_server.py")), f"{NETWORK}.{STORE}", "5000")
    machine("scheduler", SCHEDULER, "-m", "distributed.cli.dask_scheduler", "--host", f"{NETWORK}.{SCHEDULER}", "--port", "8786", "--no-dashboard")
    for number in WORKERS:
        machine(f"worker{number}", number, "-m", "distributed.cli.dask_worker", CLUSTER, "--host", f"{NETWORK}.{number}", "--nthreads", "1", "--no-dashboard")
    write_many(count, trial.folder / "in")
    began, system = time.monotonic(), _s3()
    for bucket in ("submissions", "results", "full"):
        _waited(lambda bucket=bucket: system.mkdir(bucket) is None)
    paths = sorted((trial.folder / "in").iterdir())
    system.put([str(path) for path in paths], [f"submissions/in/{path.name}" for path in paths])
    few = [path for path in paths if path.suffix == ".xlsx"][:_MANY_FEW]
    system.put([str(path) for path in few], [f"submissions/few/{path.name}" for path in few])
    print(f"{count} submissions put on the S3 in {time.monotonic() - began:.1f} s")


def _same_with_a_worker_lost(trial: Trial, timed: bool) -> None:
    from distributed import Client

    with Client(CLUSTER, timeout=_PATIENCE, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(len(WORKERS), timeout=_PATIENCE)
        seen = client.run(os.path.exists, str(trial.folder / "in"))
        trial.claim(len(seen) == 2 and not any(seen.values()), "neither worker sees the folder of the submissions")
        client.run(Path("/tmp/mine").write_bytes, b"x", workers=[next(iter(seen))])
        trial.claim(sorted(client.run(os.path.exists, "/tmp/mine").values()) == [False, True], "what one worker writes the other does not see")
        _, _, local = _checked(trial, "local", ["--jobs", "2"])
        folder = [*_CHECK, str(trial.folder / "in"), "--report", f"json={trial.folder / 'folder.json'}", "--jobs", "2", "--out", str(trial.folder / "folder")]
        here = _children()
        subprocess.run(folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        print(f"     from a folder of the desk: CPU ms a file: desk {1000 * (_children() - here) / len(_files(trial)):.1f}")
        near = (trial.folder / "folder.json").read_bytes().replace(f"{trial.folder}/in/".encode(), f"{INPUTS}/".encode())
        trial.claim(near == local, "from S3 and from a folder of this machine: the same JSON but for the folder's name")
        if timed:
            _, _, found = _checked(trial, "two", ["--scheduler", CLUSTER, "--out", f"{RESULTS}/two"])
            trial.claim(found == local, "two workers: the JSON is that of the desk alone")
            sizes = {name: _s3().du(f"{RESULTS}/two/{name}") / len(_files(trial)) / 1024 for name in ("manifest.json", "results")}
            print(f"     KiB a file on the S3: {', '.join(f'{name} {size:.2f}' for name, size in sizes.items())}; of the JSON {len(found) / len(_files(trial)) / 1024:.1f}")
        _lose_a_worker(trial, client, local)
        if timed:
            _, _, found = _checked(trial, "one", ["--scheduler", CLUSTER, "--out", f"{RESULTS}/one"])
            trial.claim(found == local, "one worker: the JSON is that of the desk alone")


def _lose_a_worker(trial: Trial, client: Any, local: bytes) -> None:
    """Starts the run, unplugs a worker when a quarter of the results are on the S3 and both workers have more in hand, and compares."""
    began, total = time.monotonic(), len(_files(trial))
    process = _check([INPUTS], trial.folder / "cluster.json", ["--scheduler", CLUSTER, "--out", f"{RESULTS}/out"])
    done, at_work = 0, client.processing()
    while process.poll() is None and not (done >= total // 4 and len(at_work) == len(WORKERS) and all(at_work.values())):
        time.sleep(0.05)
        done, at_work = _results("out"), client.processing()
    trial.machines.pop(WORKERS[0]).unplug()
    trial.claim(process.poll() is None, f"a worker was unplugged after {time.monotonic() - began:.1f} s, with {done} of {total} results on the S3")
    trial.claim(len(at_work) == len(WORKERS) and all(at_work.values()), f"both were at work then: {[len(tasks) for tasks in at_work.values()]} chunks in hand")
    said = process.communicate()[1].decode()
    found = (trial.folder / "cluster.json").read_bytes()
    print(f"the cluster, one worker lost on the way: {time.monotonic() - began:.1f} s, status {process.returncode}; {len(client.nthreads())} worker left")
    trial.claim("Traceback" not in said, "no traceback")
    trial.claim(found == local, f"the JSON, {len(found)} bytes, is that of the desk alone, byte for byte")


def _what_goes_wrong(trial: Trial) -> None:
    """An address that does not answer, keys that are refused, a bucket that is full: status 2 and one sentence each. And on from there."""
    cluster = ["--scheduler", CLUSTER, "--lang", "en"]
    _told(trial, "cannot read", "reached", [FEW, *cluster], AWS_ENDPOINT_URL=NOBODY, AWS_MAX_ATTEMPTS="1")
    _told(trial, "cannot read", "key is wrong", [FEW, *cluster], AWS_ACCESS_KEY_ID="somebody")
    _limit("full", 6_000)
    _told(trial, "cannot write", "drive threshold", [FEW, *cluster, "--out", FULL])
    _limit("full", 10**9)
    status, _, again = _checked(trial, "again", [*cluster, "--out", FULL], FEW)
    _, _, local = _checked(trial, "few", ["--lang", "en"], FEW)
    trial.claim(status < 2 and again == local, "the bucket has room again: the same command ends well, with the JSON of the desk alone")


def _the_scheduler_lost(trial: Trial) -> None:
    """The last: without its scheduler a run ends with a sentence, too, and the desk alone goes on from what it has left."""
    process = _check([INPUTS], trial.folder / "lost.json", ["--scheduler", CLUSTER, "--out", f"{RESULTS}/lost", "--lang", "en"])
    while process.poll() is None and not _results("lost"):
        time.sleep(0.3)
    trial.machines.pop(SCHEDULER).unplug()
    lines = process.communicate()[1].decode().splitlines()
    print(f"     {' / '.join(lines)[:400]}")
    trial.claim(process.returncode == 2 and len(lines) == 1 and "lost" in lines[0], "the scheduler was unplugged: status 2 and one sentence")
    process = _check([INPUTS], trial.folder / "lost.json", ["--out", f"{RESULTS}/lost", "--jobs", "2"])
    said = process.communicate()[1].decode()
    same = (trial.folder / "lost.json").read_bytes() == (trial.folder / "local.json").read_bytes()
    trial.claim(same and "沿用上次的结果" in said, f"the desk alone went on from there, and the JSON is the same: {said.splitlines()[0]}")


def _told(trial: Trial, begins: str, holds: str, arguments: list[str], **environment: str) -> None:
    began = time.monotonic()
    ended = subprocess.run([*_CHECK, *arguments], env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=False)
    lines = ended.stderr.splitlines()
    print(f"     {time.monotonic() - began:.1f} s: {' / '.join(lines)[:400]}")
    is_one = len(lines) == 1 and lines[0].startswith(begins) and holds in lines[0]
    trial.claim(ended.returncode == 2 and is_one and not ended.stdout, f"status {ended.returncode} and one sentence that says “{holds}”")


def _checked(trial: Trial, name: str, options: list[str], address: str = INPUTS) -> tuple[int, float, bytes]:
    """Exit status, seconds, and the JSON of a run; what CPU time went where is printed."""
    began, target = time.monotonic(), trial.folder / f"{name}.json"
    before, here = {one.name: one.seconds() for one in trial.machines.values()}, _children()
    process = _check([address], target, options)
    said = process.communicate()[1].decode()
    took, files = time.monotonic() - began, max(1, len(_files(trial)) if address == INPUTS else _MANY_FEW)
    spent = {"desk": _children() - here, **{one.name: one.seconds() - before[one.name] for one in trial.machines.values()}}
    print(f"     {name}: {took:.1f} s; CPU ms a file: {', '.join(f'{place} {1000 * seconds / files:.1f}' for place, seconds in spent.items())}", flush=True)
    trial.claim(target.exists(), f"{name}: a JSON report{'' if target.exists() else said[-500:]}")
    return process.returncode, took, target.read_bytes() if target.exists() else b""


def _files(trial: Trial) -> list[Path]:
    return [path for path in (trial.folder / "in").iterdir() if path.name != LIST]


def _children() -> float:
    """CPU seconds of the processes that this one has started and that have ended."""
    if sys.platform == "win32":
        raise SystemExit(POSIX_ONLY)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _check(addresses: list[str], target: Path, options: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*_CHECK, *addresses, "--report", f"json={target}", *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _results(name: str) -> int:
    """How many results of a run are on the S3."""
    from xlplugin.runs.store.shards import Shards
    from xlplugin.runs.store.storage import Folder

    shards = Shards(Folder(f"{RESULTS}/{name}"))
    shards.close()
    return len(shards.places)


def _limit(bucket: str, bytes_: int) -> None:
    urllib.request.urlopen(urllib.request.Request(f"{S3}{LIMIT}{bucket}/{bytes_}", method="PUT")).close()


def _s3() -> Any:
    import s3fs

    return s3fs.S3FileSystem(endpoint_url=S3, key=KEY, secret=SECRET)


def _waited(action: Any) -> None:
    """Tries until the server has come up."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            action()
            return
        except Exception:  # whatever a connection that is refused raises
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
