"""Installing the toolbar: with LibreOffice's real `unopkg` into a profile of its own, and with described ones for what that will not do here."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.toolbar_profile import missing_unopkg, ordinary_user
from xlplugin import __version__
from xlplugin.addin.install_calc import CalcStatus, install_calc, status_calc, uninstall_calc
from xlplugin.addin.machine import Machine, this_machine
from xlplugin.addin.unopkg import find_unopkg, run_unopkg, usual_profile
from xlplugin.errors import UsageError
from xlplugin.text import Text

pytestmark = pytest.mark.slow


@pytest.fixture
def profile() -> Iterator[Path]:
    """A profile folder that another user may write to: LibreOffice takes no extension from root."""
    folder = Path(tempfile.mkdtemp(prefix="xlplugin-profile-"))
    folder.chmod(0o777)
    yield folder / "报 表"
    shutil.rmtree(folder)


def both(text: Text) -> Text:
    assert text.zh != text.en and any("\u4e00" <= character <= "\u9fff" for character in text.zh)
    return text


def described(folder: Path, said: str, status: int) -> Machine:
    """A computer whose `unopkg` says just that."""
    program = folder / "unopkg"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\nexit {status}\n", "utf-8")
    program.chmod(0o755)
    return replace(this_machine(), variables={"PATH": f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin"}, run=lambda command: (0, f"xlplugin={__version__}\n"))


@pytest.mark.skipif(missing_unopkg() is not None, reason=str(missing_unopkg()))
def test_install_status_uninstall_come_round(profile: Path) -> None:
    machine = ordinary_user(profile.parent)
    profile.mkdir(mode=0o777)
    profile.chmod(0o777)
    assert status_calc(machine, profile) == CalcStatus(is_installed=False)
    assert "没有安装过" in both(uninstall_calc(machine, profile)).zh
    told = both(install_calc(machine, profile))
    assert str(machine.interpreter) in told.zh and "重新启动" in told.zh
    assert status_calc(machine, profile) == CalcStatus(True, __version__, str(machine.interpreter))
    install_calc(machine, profile)  # again: renewed, not doubled
    assert run_unopkg(machine, profile, "list")[1].count("Identifier: xlplugin.toolbar") == 1
    assert "已卸载" in both(uninstall_calc(machine, profile)).zh
    assert status_calc(machine, profile) == CalcStatus(is_installed=False)
    assert "xlplugin" not in run_unopkg(machine, profile, "list")[1]


@pytest.mark.parametrize(
    ("status", "zh"),
    [
        (CalcStatus(False), "LibreOffice 工具栏没有安装。"),
        (CalcStatus(True, __version__, "/p"), f"LibreOffice 工具栏已安装，版本 {__version__}。\n登记的 Python：/p"),
        (CalcStatus(True), "LibreOffice 工具栏已安装，版本 不详。\n登记的 Python：读不到\n版本与本程序"),
        (CalcStatus(True, "0.0.9", "/p"), "LibreOffice 工具栏已安装，版本 0.0.9。\n登记的 Python：/p\n版本与本程序"),
        (
            CalcStatus(True, __version__, "/p", Text("找不到 Python：/p。", "there is no Python at /p")),
            f"LibreOffice 工具栏已安装，版本 {__version__}。\n登记的 Python：/p\n找不到 Python",
        ),
    ],
)
def test_the_state_is_told_in_lines(status: CalcStatus, zh: str) -> None:
    assert both(status.text).zh.startswith(zh)


def test_where_there_is_no_libreoffice_it_says_so(tmp_path: Path) -> None:
    nowhere = replace(described(tmp_path, "", 0), platform="win32", variables={"ProgramFiles": str(tmp_path)})
    with pytest.raises(UsageError) as error:
        install_calc(nowhere)
    assert "请先安装 LibreOffice Calc" in both(error.value.text).zh


@pytest.mark.parametrize(
    ("platform", "where"),
    [("win32", "LibreOffice/program/unopkg.com"), ("linux", "bin/unopkg")],
)
def test_unopkg_is_found_where_libreoffice_puts_it(platform: str, where: str, tmp_path: Path) -> None:
    program = tmp_path / where
    program.parent.mkdir(parents=True)
    program.write_bytes(b"")
    machine = replace(this_machine(), platform=platform, variables={"ProgramFiles": str(tmp_path), "PATH": str(tmp_path / "bin")})
    assert find_unopkg(machine) == program


@pytest.mark.parametrize(
    ("said", "zh"),
    [
        ("ERROR: Cannot run unopkg as root without --shared or --bundled option.", "不允许以 root 身份"),
        ("\nERROR: Exception occurred: a folder could not be created\n\nERROR: unopkg failed.\n", "Exception occurred: a folder could not be created。请关闭"),
        ("", "没有接受扩展：?。"),
    ],
)
def test_what_libreoffice_refuses_is_a_sentence(said: str, zh: str, tmp_path: Path) -> None:
    machine = described(tmp_path, said, 1)
    for act in (install_calc, uninstall_calc, status_calc):
        with pytest.raises(UsageError) as error:
            act(machine)
        assert zh in both(error.value.text).zh


def test_an_interpreter_that_cannot_be_started_alone_is_not_recorded(tmp_path: Path) -> None:
    lacking = replace(described(tmp_path, "", 0), run=lambda command: (1, "ModuleNotFoundError: No module named 'xlplugin'"))
    with pytest.raises(UsageError) as error:
        install_calc(lacking)
    assert "虚拟环境" in both(error.value.text).zh


def test_the_status_reads_what_was_recorded_and_looks_whether_it_still_works(tmp_path: Path) -> None:
    url = "vnd.sun.star.expand:$UNO_USER_PACKAGES_CACHE/uno_packages/lu1.tmp_/xlplugin-calc.oxt"
    machine = described(tmp_path, f"Identifier: xlplugin.toolbar\n  Version: 9\n  URL: {url}\n  is registered: yes", 0)
    assert status_calc(machine, tmp_path) == CalcStatus(is_installed=True)
    record = tmp_path / "user/uno_packages/cache/uno_packages/lu1.tmp_/xlplugin-calc.oxt/toolbar.json"
    record.parent.mkdir(parents=True)
    record.write_text('{"version": "0.0.9", "python": "/gone/python"}', "utf-8")
    found = status_calc(machine, tmp_path)
    assert (found.version, found.python) == ("0.0.9", "/gone/python") and found.fault is not None and "/gone/python" in found.fault.zh


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "home/.config/libreoffice/4"),
        ("linux", {"XDG_CONFIG_HOME": "{}/conf"}, "conf/libreoffice/4"),
        ("win32", {"APPDATA": "{}/Roaming"}, "Roaming/LibreOffice/4"),
        ("darwin", {}, "home/Library/Application Support/LibreOffice/4"),
    ],
)
def test_the_usual_profile_is_the_one_libreoffice_uses(platform: str, variables: dict[str, str], expected: str, tmp_path: Path) -> None:
    filled = {name: value.format(tmp_path) for name, value in variables.items()}
    assert usual_profile(replace(this_machine(), platform=platform, home=tmp_path / "home", variables=filled)) == tmp_path / expected


def test_python_settings_of_the_caller_do_not_reach_libreoffice(tmp_path: Path) -> None:
    machine = described(tmp_path, "", 0)
    (tmp_path / "unopkg").write_text(f"#!/bin/sh\nenv > '{tmp_path}/env'\necho There is no such extension deployed; exit 1\n", "utf-8")
    machine = replace(machine, variables={**machine.variables, "PYTHONPATH": str(tmp_path), "PYTHONHOME": sys.prefix, "LANG": "C.UTF-8"})
    assert status_calc(machine) == CalcStatus(is_installed=False)
    seen = (tmp_path / "env").read_text("utf-8")
    assert "LANG=C.UTF-8" in seen and "PYTHON" not in seen


@pytest.mark.skipif(os.name == "nt", reason="the double is a shell script")
def test_a_libreoffice_that_crashes_once_is_asked_again_and_never_finds_another_python(tmp_path: Path) -> None:
    double = tmp_path / "unopkg"
    double.write_text('#!/bin/sh\ncd "${0%/*}"\nif [ -e crashed ]; then echo "path $PATH"; exit 0; fi\ntouch crashed\nkill -SEGV $$\n', "utf-8")
    double.chmod(0o755)
    machine = replace(this_machine(), variables={"PATH": f"{tmp_path}{os.pathsep}/somewhere/venv/bin", "PYTHONHOME": "/somewhere"})
    assert run_unopkg(machine, None, "list") == (0, "path /usr/bin:/bin")
