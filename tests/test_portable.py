"""The kits that need no Python: the Linux one at work in a system that has a shell and nothing else, and what both are made of."""

from __future__ import annotations

import importlib.util
import io
import json
import lzma
import re
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import make_samples
import pytest
from _setup import ROOT, SetUpError
from portable import archives, bare, components, debian, imports, linux, packages, prove, wheels, windows

from tests.conftest import Run
from xlplugin.runs.recipe import program_digest

SAMPLE = "样例二镇2019年.xlsx"
NAMES = sorted(line.partition("==")[0] for line in wheels.LINUX.lock.read_text("utf-8").splitlines() if "==" in line)


def pinned_or_newer(folder: Path) -> list[Path]:
    """Debian's packages as pinned; where Debian has gone on, those of today: a release then pins anew, a test need not fail."""
    try:
        return debian.fetched()
    except SetUpError:
        debian.renew(folder / "debian.toml")
        return debian.fetched(folder / "debian.toml")


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare system that holds the kit, made of what is installed here in place of the same packages' wheels, and samples."""
    if why := bare.missing():
        pytest.skip(why)
    if sys.version_info[:2] != (3, 11):
        pytest.skip("the packages installed here are for another Python than the kit's")
    root = bare.make(tmp_path_factory.mktemp("bare") / "root with 空格")

    interpreter = pinned_or_newer(tmp_path_factory.mktemp("pins"))
    linux.build(root / prove.PLACE.lstrip("/"), interpreter, lambda place: packages.lend(NAMES, place), is_compiled=False)
    make_samples.main(root / "work" / "samples")
    return root


@pytest.mark.slow
def test_the_kit_does_a_day_s_work_where_there_is_nothing_but_a_shell_and_writes_nowhere_else(system: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before, own = bare.files(system), f"samples/{make_samples.OWN_SHAPE}"
    there = bare.ran(system, *prove.program("check", f"{own}/{SAMPLE}", "--format", "json"))
    monkeypatch.chdir(system / "work")
    here = run("check", f"{own}/{SAMPLE}", "--format", "json")
    assert (there.returncode, json.loads(there.stdout)) == (here.status, json.loads(here.out)), there.stderr

    batch = prove.batch(system, own)
    assert batch.returncode in (1, 2) and "Traceback" not in batch.stderr and prove.lacking(system) == [], batch.stderr

    with prove.served(system) as (address, token):
        found = prove.asked(address, token, system / "work" / own / SAMPLE)
    assert "<html" in found.page and "R05" in json.dumps(found.checked)

    annotated = bare.ran(system, *prove.program("annotate", f"{own}/{SAMPLE}", "-o", "批注.xlsx"))
    assert (system / "work" / "批注.xlsx").stat().st_size > 5000, annotated.stderr

    code = "import sys; from xlplugin.runs.recipe import program_digest; print(program_digest(), sys.executable)"
    itself = bare.ran(system, f"{prove.PLACE}/runtime/bin/python3", "-c", code).stdout
    assert itself.split(maxsplit=1) == [program_digest(), f"{prove.PLACE}/runtime/bin/python3\n"], "workers on other machines would take it for another program"

    after = bare.files(system)
    assert [name for name in before.keys() | after.keys() if before.get(name) != after.get(name) and not name.startswith(("work/", "home/.local/state/xlplugin/written/"))] == []
    assert not (system / "usr").exists()


@pytest.mark.parametrize(("target", "only"), [(wheels.LINUX, set()), (wheels.WINDOWS, {"pywin32", "psutil", "colorama", "tzdata"})], ids=["linux", "windows"])
def test_a_kit_s_packages_are_judged_for_its_own_system_and_are_those_that_are_tested(target: wheels.Target, only: set[str]) -> None:
    locked = dict(re.findall(r"^([\w.-]+)==(\S+) --hash=sha256:[0-9a-f]{64}$", target.lock.read_text("utf-8"), re.MULTILINE))
    assert len(locked) == len(wheels.digests(target.lock)) and only == locked.keys() - NAMES
    assert {one.name for one in wheels.wanted_by(wheels._own(), target)} <= locked.keys()
    pins = wheels._pins()
    assert {name: version for name, version in locked.items() if name in pins} == {name: pins[name] for name in locked if name in pins}
    assert "pyarrow" not in locked and locked.keys() - pins.keys() <= {"pywin32", "colorama"}


def test_debian_s_packages_are_pinned_and_hold_the_c_library() -> None:
    pinned = debian.pinned()
    assert {"libc6", "python3.11-minimal", "libstdc++6"} <= {one.name for one in pinned} and all(re.fullmatch("[0-9a-f]{64}", one.sha256) for one in pinned)


def wheel(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


def test_what_may_not_be_passed_on_and_what_no_check_needs_stays_out(tmp_path: Path) -> None:
    unwanted = ["xlwings/pro/__init__.py", "one/tests/a.py", "scipy/signal/a.py", "one-1.data/scripts/a.py", "pillow.libs/libavif-1.so"]
    packages.unpack([wheel(tmp_path / "one.whl", "one/a.py", "xlplugin/tests/a.py", "one-1.dist-info/licenses/LICENSE", *unwanted)], tmp_path / "out")
    assert {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()} == {"one/a.py", "xlplugin/tests/a.py", "one-1.dist-info/licenses/LICENSE"}


def test_archives_have_the_same_bytes_whatever_the_files_dates_and_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for folder, names in (("a", ("一.txt", "b3.11/c/d")), ("b", ("b3.11/c/d", "一.txt"))):
        for name in names:
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_text(name)
    assert archives.tar(tmp_path / "a", "顶") == archives.tar(tmp_path / "b", "顶") and archives.zipped(tmp_path / "a", "顶") == archives.zipped(tmp_path / "b", "顶")
    packed = archives.xz(archives.tar(tmp_path / "a", "."))
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(packed))) as archive:
        assert archive.getnames() == ["./b3.11", "./b3.11/c", "./b3.11/c/d", "./一.txt"], "a folder stands before what is in it"
    made = archives.deb("Package: a\n", packed)
    assert made.startswith(b"!<arch>\ndebian-binary   1700000000  ") and packed in made and len(made) % 2 == 0


def test_the_windows_kit_has_start_files_and_takes_only_the_python_that_was_vouched_for(tmp_path: Path) -> None:
    one = wheel(tmp_path / "one-1-py3-none-any.whl", "one/a.py")
    python = wheel(tmp_path / "python.zip", "python.exe", "pythonw.exe", "python311.dll", "python311._pth", "../out.exe")
    with pytest.raises(SetUpError, match="SHA-256"):
        windows.build(tmp_path / "refused", [one], python, "0" * 64)
    kit = windows.build(tmp_path / "kit", [one], python, sha256(python.read_bytes()).hexdigest())
    assert (kit / "python" / "python.exe").is_file() and not (kit / "out.exe").exists() and b"import site" in (kit / "python" / "python311._pth").read_bytes()
    starts = {path.name: path.read_bytes() for path in kit.glob("*.cmd")}
    assert "年报审核.cmd" in starts and not list(kit.glob("*.vbs"))
    assert all(b"\n" not in content.replace(b"\r\n", b"") and content.decode("gbk").startswith("@echo off") for content in starts.values())


def test_a_windows_library_that_lacks_another_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.find_spec("pip._vendor.distlib")
    assert spec is not None and spec.origin is not None
    program = next(Path(spec.origin).parent.glob("w64.exe"), None)
    if program is None:
        pytest.skip("pip brings no Windows program here")
    (tmp_path / "a.dll").write_bytes(program.read_bytes())
    assert "KERNEL32.dll" in list(imports.imports(tmp_path / "a.dll")) and imports.unresolved(tmp_path) == []
    monkeypatch.setattr(imports, "_WINDOWS", frozenset({"user32.dll", "shell32.dll", "shlwapi.dll"}))
    assert ("a.dll", "KERNEL32.dll") in imports.unresolved(tmp_path)


def test_the_list_of_components_is_the_same_each_time_and_names_each_part_with_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    parts = [*components.of_debian(debian.pinned()), *components.of_wheels([wheel(tmp_path / "one-1-py3-none-any.whl", "one/a.py")], {"one": "MIT"})]
    listed = components.listed(parts)
    found = json.loads(listed)
    assert listed == components.listed(reversed(parts)) and found["bomFormat"] == "CycloneDX"
    [one] = [entry for entry in found["components"] if entry["name"] == "one"]
    assert one["licenses"] == [{"license": {"name": "MIT"}}] and one["hashes"][0]["content"] == sha256((tmp_path / "one-1-py3-none-any.whl").read_bytes()).hexdigest()
    assert len({entry["bom-ref"] for entry in found["components"]}) == len(parts)


def test_the_start_files_are_made_for_any_shell_and_any_place() -> None:
    for path in linux.START.glob("*.sh"):
        text = path.read_text("utf-8")
        assert text.startswith("#!/bin/sh\n") and not re.search(r"\[\[|readlink|dirname|BASH", text), path.name
    assert ROOT.as_posix() not in "".join(path.read_text("utf-8") for path in linux.START.glob("*.sh"))
