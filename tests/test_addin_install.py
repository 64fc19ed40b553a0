"""Installing the Excel add-in on a Windows and a macOS that are described, not there: folders in a temporary place, a registry in a dictionary."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Run as Run_
from xlplugin import __version__
from xlplugin.addin import install, policies
from xlplugin.addin.build import addin_bytes
from xlplugin.addin.check import Check
from xlplugin.addin.doctor import diagnose as really_diagnose
from xlplugin.addin.interpreter import fault
from xlplugin.addin.machine import Machine, places, this_machine
from xlplugin.errors import HostError
from xlplugin.text import Text

Run = Callable[[Sequence[str]], tuple[int, str]]
EXCEL = {("HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe", ""): "C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE"}


def answers(status: int = 0, said: str = f"xlplugin={__version__}\n") -> Run:
    return lambda command: (status, said)


def windows(folder: Path, registry: Mapping[tuple[str, str], object] = EXCEL, run: Run = answers()) -> Machine:  # noqa: B008 - a function without state
    """A computer with Windows whose user has a Chinese name."""
    home = folder / "Users" / "张 三"
    scripts = home / "xlplugin" / "Scripts"
    for path in (home / "AppData" / "Roaming" / "Microsoft", scripts):
        path.mkdir(parents=True, exist_ok=True)
    for name in ("python.exe", "pythonw.exe"):
        (scripts / name).write_bytes(b"MZ")
    variables = {"APPDATA": str(home / "AppData" / "Roaming")}
    return Machine("win32", home, variables, scripts / "python.exe", folder / "Python311", 64, run, lambda key, name: registry.get((key, name)))


def mac(folder: Path) -> Machine:
    """A Mac with Excel in the user's own applications folder."""
    home = folder / "Users" / "zhang"
    (home / "Applications" / "Microsoft Excel.app").mkdir(parents=True)
    python = home / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_bytes(b"")
    return Machine("darwin", home, {}, python, folder / "python", 64, answers(), lambda key, name: None)


def files(folder: Path) -> dict[str, bytes | None]:
    """All that is in a folder: files with their bytes, folders with None."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def diagnose(machine: Machine, version: str | None = __version__) -> tuple[Check, ...]:
    """What the doctor says where the helper that answers is of that version."""
    return really_diagnose(machine, lambda: version)


def both(text: Text) -> None:
    """Both languages say something, and not the same."""
    assert text.zh and text.en and text.zh != text.en
    assert any("\u4e00" <= character <= "\u9fff" for character in text.zh)


# ---- where


def test_windows_has_the_add_in_in_xlstart_and_the_record_in_our_own_folder(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    both(install.install(machine))
    roaming = Path(machine.variables["APPDATA"])
    assert (roaming / "Microsoft" / "Excel" / "XLSTART" / "xlplugin.xlam").read_bytes() == addin_bytes()
    interpreter = machine.interpreter.with_name("pythonw.exe")
    assert (roaming / "xlplugin" / "interpreter.txt").read_text("utf-8") == f"{interpreter}\n"


def test_macos_has_it_in_the_start_up_folder_of_office_and_says_what_does_not_work_there(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    told = install.install(machine)
    start = machine.home / "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    assert (start / "xlplugin.xlam").read_bytes() == addin_bytes()
    assert (machine.home / "Library/Application Support/xlplugin/interpreter.txt").read_text("utf-8") == f"{machine.interpreter}\n"
    assert "xlplugin live validate" in told.zh and "xlplugin live validate" in told.en


@pytest.mark.parametrize("function", [install.install, install.uninstall, install.status], ids=lambda function: function.__name__)
def test_linux_says_what_cannot_be_done_there_and_what_can(function: Callable[[Machine], object], tmp_path: Path) -> None:
    machine = replace(windows(tmp_path), platform="linux")
    before = files(tmp_path)
    with pytest.raises(HostError) as refused:
        function(machine)
    both(refused.value.text)
    assert "addin build" in refused.value.text.zh and "--host calc" in refused.value.text.en
    assert files(tmp_path) == before


def test_a_windows_without_its_settings_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="APPDATA"):
        places(replace(windows(tmp_path), variables={}))


# ---- there and back


@pytest.mark.parametrize("computer", [windows, mac], ids=["windows", "macos"])
def test_uninstalling_leaves_everything_as_it_was_before(computer: Callable[[Path], Machine], tmp_path: Path) -> None:
    machine = computer(tmp_path)
    before = files(tmp_path)
    install.install(machine)
    assert files(tmp_path) != before
    both(install.uninstall(machine))
    assert files(tmp_path) == before
    both(install.uninstall(machine))


def test_what_others_keep_in_the_same_folders_stays(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    where = places(machine)
    install.install(machine)
    theirs = [where.addin.with_name("PERSONAL.XLSB"), where.settings / "rules.toml"]
    for path in theirs:
        path.write_bytes(b"theirs")
    install.uninstall(machine)
    assert [path.read_bytes() for path in theirs] == [b"theirs"] * 2
    assert not where.addin.exists() and not where.interpreter.exists() and not where.record.exists()


def test_installing_again_renews_an_older_version_of_ours(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    where = places(machine)
    before = files(tmp_path)
    install.install(machine)
    old = b"an older build"
    record = json.loads(where.record.read_text("utf-8"))
    record["files"][str(where.addin)] = install._digest(old)
    record["version"] = "0.0.1"
    where.record.write_text(json.dumps(record), "utf-8")
    where.addin.write_bytes(old)
    assert not install.status(machine).is_current
    install.install(machine)
    assert install.status(machine).is_current and install.status(machine).version == __version__
    install.uninstall(machine)
    assert files(tmp_path) == before, "the folders made by the first installation are still known"


def test_a_file_that_is_not_ours_is_never_overwritten(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    where = places(machine)
    where.addin.parent.mkdir(parents=True)
    where.addin.write_bytes(b"somebody's")
    before = files(tmp_path)
    with pytest.raises(HostError) as refused:
        install.install(machine)
    assert str(where.addin) in refused.value.text.zh
    assert files(tmp_path) == before


def test_a_file_changed_after_installing_is_left_alone_and_named(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    where = places(machine)
    install.install(machine)
    where.addin.write_bytes(b"changed")
    told = install.uninstall(machine)
    assert where.addin.read_bytes() == b"changed" and str(where.addin) in told.zh.splitlines()[-1]
    assert not where.interpreter.exists()


def test_a_record_that_somebody_altered_deletes_nothing_else(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    where = places(machine)
    install.install(machine)
    precious, empty = machine.home / "precious.txt", machine.home / "empty"
    precious.write_bytes(b"x")
    empty.mkdir()
    record = json.loads(where.record.read_text("utf-8"))
    record["files"][str(precious)] = install._digest(b"x")
    record["folders"].append(str(empty))
    where.record.write_text(json.dumps(record), "utf-8")
    install.uninstall(machine)
    assert precious.exists() and empty.exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"version": 1}', '{"version": "1", "files": 3, "folders": []}'])
def test_a_record_that_cannot_be_read_counts_as_none(content: str, tmp_path: Path) -> None:
    machine = windows(tmp_path)
    install.install(machine)
    places(machine).record.write_text(content, "utf-8")
    assert install.read_record(places(machine)).files == {}
    install.install(machine)
    assert install.status(machine).is_current, "what is byte for byte ours is renewed all the same"


def test_a_file_held_by_excel_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = windows(tmp_path)
    install.install(machine)

    def held(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(HostError) as refused:
        install.uninstall(machine)
    assert "关闭 Excel" in refused.value.text.zh and "close Excel" in refused.value.text.en


def test_the_status_tells_what_is_installed(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    found = install.status(machine)
    assert not found.is_installed and (found.interpreter, found.version) == ("", "")
    both(found.text)
    install.install(machine)
    found = install.status(machine)
    assert found.is_installed and found.is_current and found.version == __version__
    assert found.interpreter.endswith("pythonw.exe") and found.interpreter in found.text.zh and found.interpreter in found.text.en


# ---- the interpreter


def test_the_interpreter_is_tried_as_the_add_in_starts_it(tmp_path: Path) -> None:
    tried: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> tuple[int, str]:
        tried.append(command)
        return 0, f"xlplugin={__version__}\n"

    machine = windows(tmp_path, run=run)
    install.install(machine)
    (command,) = tried
    assert command[:3] == [str(machine.interpreter), "-I", "-c"], "the one with a console, whose output can be read"
    assert "win32com" in command[3] and "xlwings" in command[3]


def test_without_a_windowed_interpreter_the_running_one_is_recorded(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    machine.interpreter.with_name("pythonw.exe").unlink()
    install.install(machine)
    assert install.status(machine).interpreter == str(machine.interpreter)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        pytest.param(answers(1, "Traceback …\nModuleNotFoundError: No module named 'xlplugin'"), "No module named 'xlplugin'", id="installed with --user"),
        pytest.param(answers(-1, ""), "-1", id="cannot be started"),
        pytest.param(answers(0, "xlplugin=0.0.1"), "0.0.1", id="another version"),
        pytest.param(answers(0, "nothing"), "?", id="no answer"),
    ],
)
def test_an_interpreter_that_would_not_do_is_not_installed(run: Run, words: str, tmp_path: Path) -> None:
    machine = windows(tmp_path, run=run)
    before = files(tmp_path)
    with pytest.raises(HostError) as refused:
        install.install(machine)
    both(refused.value.text)
    assert words in refused.value.text.zh and words in refused.value.text.en
    assert files(tmp_path) == before


@pytest.mark.parametrize("folder", ["100% mine", 'a "b"'])
def test_a_path_that_the_shell_would_expand_is_refused(folder: str, tmp_path: Path) -> None:
    python = tmp_path / folder / "python.exe"
    python.parent.mkdir()
    python.write_bytes(b"")
    wrong = fault(replace(windows(tmp_path), interpreter=python), python)
    assert wrong is not None and "%" in wrong.zh
    both(wrong)


def test_python_of_the_store_is_refused_as_excel_cannot_see_its_settings(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    wrong = fault(replace(machine, base=Path("C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.11")), machine.interpreter)
    assert wrong is not None and "python.org" in wrong.zh
    both(wrong)


@pytest.mark.slow
def test_this_machine_runs_its_own_interpreter() -> None:
    machine = this_machine()
    assert machine.run([str(machine.interpreter), "-I", "-c", "print('年报'.encode('utf-8').hex())"]) == (0, "年报".encode().hex() + "\n")
    assert machine.run([str(machine.home / "no such program")])[0] == -1
    assert machine.bits in (32, 64) and machine.interpreter.exists()


# ---- the doctor


def by_name(checks: Sequence[Check]) -> dict[str, Check]:
    return {check.name.en: check for check in checks}


def test_a_sound_installation_is_all_ok(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    install.install(machine)
    checks = diagnose(machine)
    closed = ["VBA", "add-in policy", "macro policy", "start-up folder XLSTART", "child processes", "Mark of the Web", "Protected View"]
    assert [check.name.en for check in checks] == ["Excel", *closed, "Python bitness", "Python", "add-in file", "recorded Python", "helper"]
    assert {check.state for check in checks} == {"ok"}


def test_looking_changes_nothing(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    before = files(tmp_path)
    checks = by_name(diagnose(machine))
    assert files(tmp_path) == before
    assert checks["add-in file"].state == checks["recorded Python"].state == "bad"


def test_every_fault_says_how_to_mend_it_in_both_languages(tmp_path: Path) -> None:
    security = "HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Security"
    registry = {
        (security, "DisableAllAddins"): 1,
        (security, "RequireAddinSig"): 1,
        (security, "VBAWarnings"): 4,
        (f"{security}\\Trusted Locations", "AllLocationsDisabled"): 1,
        ("HKLM\\SOFTWARE\\Policies\\Microsoft\\Office\\16.0\\Common", "VBAOff"): 1,
        ("HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Common\\Security\\Trusted Locations", "Allow User Locations"): 0,
        (f"HKLM\\SOFTWARE\\Policies\\Microsoft\\{policies._RULES}", policies._CHILDREN): "1",
    }
    machine = windows(tmp_path)
    install.install(machine, starts_process=True)
    places(machine).addin.with_name("xlplugin.xlam:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    places(machine).interpreter.unlink()
    machine = replace(windows(tmp_path, registry, answers(1, "ModuleNotFoundError")), bits=32)
    found = diagnose(machine, None)
    checks = [check for check in found if check.state != "ok"]
    assert {check.name.en for check in found} - {check.name.en for check in checks} == {"Protected View", "add-in file"}
    assert {check.name.en for check in checks if check.state == "warning"} == {"helper"}
    for check in checks:
        assert check.mend is not None, check.name.en
        both(check.mend)


@pytest.mark.parametrize(
    ("key", "name", "value", "check", "state", "mend"),
    [
        ("HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Common", "VBAOff", 1, "VBA", "bad", "信息中心"),
        ("HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Security", "DisableAllAddins", 1, "add-in policy", "bad", "信任中心设置"),
        ("HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Excel\\Security", "RequireAddinSig", 1, "add-in policy", "bad", "信息中心"),
        ("HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Security\\Trusted Locations", "AllLocationsDisabled", 1, "macro policy", "warning", "受信任位置"),
        ("HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Excel\\Security", "VBAWarnings", 4, "macro policy", "ok", None),
        ("HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Common\\Security\\Trusted Locations", "Allow User Locations", 0, "start-up folder XLSTART", "bad", "XLSTART"),
        ("HKCU\\Software\\Microsoft\\Office\\16.0\\Common\\Security\\Trusted Locations", "Allow User Locations", 0, "start-up folder XLSTART", "ok", None),
        (f"HKLM\\SOFTWARE\\Policies\\Microsoft\\{policies._RULES}", policies._CHILDREN, "1", "child processes", "ok", None),
        (f"HKLM\\SOFTWARE\\Microsoft\\{policies._RULES}", policies._CHILDREN.lower(), 1, "child processes", "ok", None),
    ],
)
def test_a_policy_of_windows_is_found_and_who_can_lift_it_is_told(
    key: str, name: str, value: int, check: str, state: str, mend: str | None, tmp_path: Path
) -> None:
    machine = windows(tmp_path, {**EXCEL, (key, name): value})
    install.install(machine)
    found = by_name(diagnose(machine))[check]
    assert found.state == state
    assert (mend in found.mend.zh) if mend and found.mend else mend is None


def test_versions_that_do_not_match_are_told(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    install.install(machine)
    where = places(machine)
    where.addin.write_bytes(b"of another version")
    record = json.loads(where.record.read_text("utf-8"))
    where.record.write_text(json.dumps({**record, "version": "0.0.9"}), "utf-8")
    found = by_name(diagnose(machine))["add-in file"]
    assert found.state == "bad" and "0.0.9" in found.found.zh and __version__ in found.found.en


def test_a_recorded_python_that_is_gone_is_told(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    install.install(machine)
    other = replace(machine, interpreter=tmp_path / "other" / "python.exe")
    other.interpreter.parent.mkdir()
    other.interpreter.write_bytes(b"")
    machine.interpreter.with_name("pythonw.exe").unlink()
    checks = by_name(diagnose(other))
    assert checks["Python"].state == "ok" and checks["recorded Python"].state == "bad"
    assert checks["recorded Python"].mend is not None and "addin install" in checks["recorded Python"].mend.zh


def test_a_mac_is_told_that_its_buttons_do_not_work(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    install.install(machine)
    checks = by_name(diagnose(machine))
    assert checks["buttons"].state == "warning" and checks["Excel"].state == "ok"
    assert {check.state for name, check in checks.items() if name != "buttons"} == {"ok"}


def test_linux_gets_one_answer(tmp_path: Path) -> None:
    (check,) = diagnose(replace(windows(tmp_path), platform="linux"))
    assert check.state == "bad" and check.mend is not None and "LibreOffice" in check.mend.zh


def test_the_name_of_the_settings_is_the_same_in_the_add_in_and_here() -> None:
    from tests.addin_parts import CODE, START_PROCESS
    from xlplugin.addin.messages import MESSAGES

    assert '"\\xlplugin\\interpreter.txt"' in START_PROCESS and '"\\xlplugin\\helper.txt"' in CODE
    assert policies._OFFICE.endswith("16.0") and "start-helper.cmd" in MESSAGES["no_helper"].zh


@pytest.mark.parametrize(("value", "starts_process", "state"), [("1", True, "bad"), ("6", True, "bad"), ("2", True, "ok"), ("0", True, "ok"), ("1", False, "ok"), (None, True, "ok")])
def test_defenders_rule_concerns_only_the_add_in_that_starts_a_program(value: str | None, starts_process: bool, state: str, tmp_path: Path) -> None:
    rule = {(f"HKLM\\SOFTWARE\\Policies\\Microsoft\\{policies._RULES}", policies._CHILDREN): value} if value else {}
    machine = windows(tmp_path, {**EXCEL, **rule})
    install.install(machine, starts_process=starts_process)
    found = by_name(diagnose(machine))
    assert found["child processes"].state == state and found["add-in file"].state == "ok"
    assert (found["child processes"].mend is not None) == (state == "bad")


@pytest.mark.parametrize(("mark", "state"), [("[ZoneTransfer]\r\nZoneId=3\r\n", "bad"), ("[ZoneTransfer]\nzoneid = 4", "bad"), ("[ZoneTransfer]\nZoneId=1", "ok"), ("junk", "ok")])
def test_an_add_in_that_was_downloaded_is_told(mark: str, state: str, tmp_path: Path) -> None:
    machine = windows(tmp_path)
    install.install(machine)
    places(machine).addin.with_name("xlplugin.xlam:Zone.Identifier").write_text(mark)  # a stream on Windows, a file here
    assert by_name(diagnose(machine))["Mark of the Web"].state == state


def test_whether_the_helper_answers_is_told_and_how_it_is_started(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    install.install(machine)
    found = by_name(diagnose(machine, None))["helper"]
    assert found.state == "warning" and found.mend is not None and "start-helper.cmd" in found.mend.zh and "xlplugin addin start" in found.mend.en
    starter = places(machine).starter.read_bytes().decode()
    assert str(machine.interpreter.with_name("pythonw.exe")) in starter and "addin start --here" in starter and starter.count("\r\n") == starter.count("\n") == 2
    install.install(machine, starts_process=True)
    found = by_name(diagnose(machine, None))["helper"]
    assert found.mend is not None and "start-helper.cmd" not in found.mend.zh


@pytest.mark.parametrize(("platform", "is_excel"), [("linux", False), ("win32", True), ("darwin", True)])
def test_without_a_host_the_program_is_the_one_that_the_system_has(platform: str, is_excel: bool, monkeypatch: pytest.MonkeyPatch, run: Run_) -> None:
    from xlplugin.addin import doctor, doctor_calc

    monkeypatch.setattr("sys.platform", platform)
    for module, name, called in ((doctor, "diagnose", "Excel"), (doctor_calc, "diagnose_calc", "LibreOffice")):
        monkeypatch.setattr(module, name, lambda called=called: (Check(Text(called, called), "warning", Text("找到", "found"), Text("这样办", "do this")),))
    assert run("addin", "doctor").out == f"！ {'Excel' if is_excel else 'LibreOffice'}: 找到\n    这样办\n"
    assert run("addin", "doctor", "--host", "calc", "--lang", "en").out == "！ LibreOffice: found\n    do this\n"
    assert run("addin", "doctor", "--host", "excel").out.startswith("！ Excel")


def test_an_add_in_that_starts_programs_is_built_only_where_it_is_asked_for(run: Run_, tmp_path: Path) -> None:
    for name, more in (("a.xlam", []), ("b.xlam", ["--allow-child-process"])):
        assert run("addin", "build", "-o", tmp_path / name, *more).status == 0
    assert (tmp_path / "a.xlam").read_bytes() == addin_bytes() and (tmp_path / "b.xlam").read_bytes() == addin_bytes(starts_process=True) != addin_bytes()
