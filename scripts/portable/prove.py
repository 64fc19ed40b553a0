"""Puts a kit into the bare system and does a day's work with it."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from _setup import SetUpError
from portable import bare

PLACE = "/opt/年报 审核"
"""Where the kit lies in there: with Chinese and a space."""
_LONGEST_END = 120.0
_MAY_WRITE = ("work/", "home/.local/state/xlplugin/")
"""The folder worked in, and the user's own settings, where the marks of what was written are."""
_REPORTS = {"xlsx": "审核 情况.xlsx", "html": "情况.html", "annotated": "批注", "slips": "通知", "json": "结果.json", "jsonl": "结果.jsonl", "csv": "问题.csv", "sarif": "结果.sarif", "junit": "结果.xml"}


@dataclass(frozen=True, slots=True)
class Page:
    """A running service: what its page is, and what it says of a workbook."""

    page: str
    checked: dict[str, object]


def program(*arguments: str, place: str = PLACE) -> list[str]:
    """The kit's command line."""
    return [f"{place}/runtime/bin/xlplugin", *arguments]


def batch(root: Path, folder: str, place: str = PLACE, jobs: int = 2) -> subprocess.CompletedProcess[str]:
    """A folder checked by worker processes, with every report that needs no more than a plain install."""
    reports = [word for kind, name in _REPORTS.items() for word in ("--report", f"{kind}={name}")]
    return bare.ran(root, *program("check", folder, "--jobs", str(jobs), *reports, "--deadline", "2024-02-05", place=place))


def lacking(root: Path) -> list[str]:
    """Reports of the batch that are not there, or empty."""
    return [name for name in _REPORTS.values() if not (root / "work" / name).exists() or ((root / "work" / name).is_dir() and not any((root / "work" / name).iterdir()))]


@contextmanager
def served(root: Path, place: str = PLACE) -> Iterator[tuple[str, str]]:
    """The service in there: its address and its token, until the block ends."""
    with subprocess.Popen(bare.command(root, *program("serve", place=place)), env=bare.ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8") as running:
        try:
            assert running.stdout is not None
            found = re.search(r"http://([\d.:]+)/#(\S+)", running.stdout.readline())
            if found is None:
                raise RuntimeError("the service said no address")
            yield found[1], found[2]
        finally:
            running.terminate()  # not Ctrl-C, which is ignored in what a shell started in the background
            with suppress(subprocess.TimeoutExpired):
                running.wait(_LONGEST_END)
            running.kill()


def asked(address: str, token: str, workbook: Path) -> Page:
    """The page, and a workbook posted to it as the page does."""
    connection = http.client.HTTPConnection(address, timeout=180)
    try:
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
        headers = {"X-Xlplugin-Token": token, "Origin": f"http://{address}", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST", "/api/check?" + urllib.parse.urlencode({"name": workbook.name}), workbook.read_bytes(), headers)
        return Page(page, json.loads(connection.getresponse().read()))
    finally:
        connection.close()


def native_faults(root: Path, place: str = PLACE) -> list[str]:
    """Each library of the kit whose own libraries are not all in the kit, as its loader says."""
    folder = root / place.lstrip("/") / "runtime"
    names: Sequence[Path] = sorted(path for path in folder.rglob("*.so*") if path.is_file())
    loader = f"{place}/runtime/lib/native/ld-linux-x86-64.so.2"
    script = 'loader=$1; shift; for one; do "$loader" --inhibit-cache --library-path "${loader%/*}" --list "$one" 2>&1 | while read -r line; do case $line in *"not found"* | *"error while loading"*) echo "$line" ;; esac; done; done'
    listed = [f"/{path.relative_to(root).as_posix()}" for path in names if path.parent.name != "native" and path.parent.suffix != ".libs"]  # those come with what asks for them
    return bare.ran(root, "/bin/sh", "-c", script, "sh", loader, *listed).stdout.splitlines()


def all_of(folder: Path, package: Path) -> int:
    """The kit's folder, then its .deb, in bare systems; says what was seen, and gives 1 where anything was not as it should be."""
    import make_samples

    if why := bare.missing():
        raise SetUpError(f"不能证明：{why}。/ Cannot be proved here: {why}.")
    with tempfile.TemporaryDirectory(prefix="xlplugin bare ") as scratch:
        root = bare.make(Path(scratch) / "folder")
        shutil.copytree(folder, root / PLACE.lstrip("/"))
        make_samples.main(root / "work" / "samples")
        seen = {**_work(root, PLACE), "libraries that lack another": native_faults(root) or "none"}
        root = bare.make(Path(scratch) / "package")
        make_samples.main(root / "work" / "samples")
        seen |= {f".deb: {name}": value for name, value in _installed(root, package).items()}
    for name, value in seen.items():
        print(f"{name}: {value}")
    return int(any("WRONG" in str(value) for value in seen.values()) or seen["libraries that lack another"] != "none")


def _work(root: Path, place: str) -> dict[str, object]:
    """A day's work; what each part of it came to."""
    before = bare.files(root)
    seen: dict[str, object] = {}
    sample = "samples/自制表格/样例二镇2019年.xlsx"
    there = bare.ran(root, *program("check", "samples", "--format", "json", place=place))
    here = subprocess.run([sys.executable, "-P", "-m", "xlplugin", "check", "samples", "--format", "json"], cwd=root / "work", check=False, capture_output=True, encoding="utf-8")
    seen["check, 36 samples"] = f"status {there.returncode}, JSON {len(there.stdout)} characters, {'equal to' if there.stdout == here.stdout else 'WRONG: other than'} that of .venv"
    done = batch(root, "samples", place)
    seen["batch, two workers, all reports"] = f"status {done.returncode}, {'all there' if not lacking(root) and 'Traceback' not in done.stderr else f'WRONG: {lacking(root)} {done.stderr}'}"
    with served(root, place) as (address, token):
        found = asked(address, token, root / "work" / sample)
    seen["serve"] = f"page of {len(found.page)} characters, {'R05 found' if 'R05' in json.dumps(found.checked) else 'WRONG'}"
    done = bare.ran(root, *program("annotate", sample, "-o", "批注.xlsx", place=place))
    seen["annotate"] = f"status {done.returncode}, {(root / 'work' / '批注.xlsx').stat().st_size if (root / 'work' / '批注.xlsx').exists() else 'WRONG: nothing'} bytes"
    after = bare.files(root)
    changed = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name) and not name.startswith(_MAY_WRITE)]
    seen["written outside the folder worked in and the user's settings"] = f"WRONG {changed[:20]}" if changed else "nothing"
    return seen


def _installed(root: Path, package: Path) -> dict[str, object]:
    """The .deb put in by dpkg, used, and purged."""
    (root / "var/lib/dpkg").mkdir(parents=True)
    for name in ("status", "available"):
        (root / "var/lib/dpkg" / name).touch()
    before = {name for name in bare.files(root) if not name.startswith("var/")}
    seen: dict[str, object] = {}
    for words in (("--install", str(package)), ("--purge", "xlplugin")):
        done = subprocess.run(["dpkg", f"--root={root}", "--force-script-chrootless", *words], check=False, capture_output=True, encoding="utf-8")
        seen[words[0]] = f"status {done.returncode}{'' if done.returncode == 0 else f' WRONG {done.stderr}'}"
        if words[0] == "--install":
            ran = bare.ran(root, "/usr/bin/xlplugin", "check", "samples/自制表格/样例二镇2019年.xlsx", "--format", "json")
            seen["xlplugin check"] = f"status {ran.returncode}, {'R05 found' if 'R05' in ran.stdout else f'WRONG {ran.stderr}'}"
    left = {name for name in bare.files(root) if not name.startswith(("var/", *_MAY_WRITE))} ^ {name for name in before if not name.startswith(_MAY_WRITE)}
    seen["left after removal"] = f"WRONG {sorted(left)[:20]}" if left else "nothing"
    return seen
