"""Looks for what keeps the Excel add-in from working, and says how to mend it. Nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xlplugin.addin.install import status
from xlplugin.addin.interpreter import fault, windowed
from xlplugin.addin.machine import Machine, places, this_machine
from xlplugin.errors import HostError
from xlplugin.text import Text, same
from xlplugin.version import __version__

_EXCEL = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
_OFFICE = "Microsoft\\Office\\16.0"  # Excel 2016, 2019, 2021, 2024 and Microsoft 365
_SECURITY = f"{_OFFICE}\\Excel\\Security"
_ADMIN = Text("这是单位的策略，请联系信息中心放开。", "this is a policy; ask your administrator")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `mend` is set where `state` is not ok."""

    name: Text
    state: Literal["ok", "warning", "bad"]
    found: Text
    mend: Text | None = None


def diagnose(machine: Machine | None = None) -> tuple[Check, ...]:
    """All checks, in the order in which they should be mended; on a system without Excel a single one that says so."""
    machine = machine or this_machine()
    try:
        places(machine)
    except HostError as error:
        return (Check(Text("系统", "system"), "bad", same(machine.platform), error.text),)
    policies = _policies(machine) if machine.platform == "win32" else (_mac(),)
    return (_excel(machine), *policies, _bits(machine), _python(machine), _installed(machine), _interpreter(machine))


def _excel(machine: Machine) -> Check:
    name = Text("Excel", "Excel")
    if machine.platform == "darwin":
        found = next((str(path) for folder in (Path("/Applications"), machine.home / "Applications") if (path := folder / "Microsoft Excel.app").is_dir()), None)
    else:
        value = machine.registry(_EXCEL, "")
        found = str(value) if value else None
    if found:
        return Check(name, "ok", same(found))
    return Check(
        name,
        "bad",
        Text("没有找到", "not found"),
        Text(
            "请安装 Microsoft Excel 2016 或更新版本。WPS 不能加载本加载项，可在命令行用 xlplugin check 审核文件。",
            "install Microsoft Excel 2016 or newer; WPS cannot load the add-in, but `xlplugin check` checks its files",
        ),
    )


def _setting(machine: Machine, key: str, value: str) -> tuple[object, bool]:
    """A setting of Office and whether it is a policy; policies count first, then the user's choice in the Trust Center."""
    for root in ("HKCU\\Software\\Policies\\", "HKLM\\SOFTWARE\\Policies\\"):
        found = machine.registry(root + key, value)
        if found is not None:
            return found, True
    return machine.registry("HKCU\\Software\\" + key, value), False


def _policies(machine: Machine) -> tuple[Check, ...]:
    """What can forbid macros, each with where it is set."""
    vba = Text("VBA", "VBA")
    off, _ = _setting(machine, f"{_OFFICE}\\Common", "VBAOff")
    checks = [Check(vba, "bad", Text("已被停用（VBAOff）", "turned off (VBAOff)"), _ADMIN) if off == 1 else Check(vba, "ok", Text("可用", "available"))]
    addins = Text("加载项策略", "add-in policy")
    for value, found, switch in (
        ("DisableAllAddins", Text("所有加载项被禁用", "all add-ins are disabled"), Text("禁用所有应用程序加载项", "Disable all Application Add-ins")),
        (
            "RequireAddinSig",
            Text("只允许有数字签名的加载项", "only signed add-ins are allowed"),
            Text("要求受信任的发布者签署应用程序加载项", "Require Application Add-ins to be signed by Trusted Publisher"),
        ),
    ):
        is_set, is_policy = _setting(machine, _SECURITY, value)
        if is_set == 1:
            checks.append(Check(addins, "bad", found, _ADMIN if is_policy else _trust_center("加载项", "Add-ins", switch)))
    if len(checks) == 1:
        checks.append(Check(addins, "ok", Text("允许", "allowed")))
    return (*checks, _macros(machine))


def _macros(machine: Machine) -> Check:
    """Macros in the start-up folder run whatever the macro setting is, as long as trusted locations are on."""
    name = Text("宏策略", "macro policy")
    level, level_is_policy = _setting(machine, _SECURITY, "VBAWarnings")
    closed, closed_is_policy = _setting(machine, f"{_SECURITY}\\Trusted Locations", "AllLocationsDisabled")
    if closed != 1:
        return Check(name, "ok", Text("启动文件夹受信任，其中的宏可以运行", "the start-up folder is trusted, and macros in it run"))
    switch = Text("禁用所有受信任位置", "Disable all Trusted Locations")
    mend = _ADMIN if closed_is_policy or level_is_policy else _trust_center("受信任位置", "Trusted Locations", switch)
    if level in (3, 4):
        return Check(name, "bad", Text("受信任位置已停用，宏被禁止", "trusted locations are off and macros are forbidden"), mend)
    return Check(name, "warning", Text("受信任位置已停用，每次启动都会询问是否启用宏", "trusted locations are off, so Excel asks about macros at each start"), mend)


def _trust_center(page_zh: str, page_en: str, switch: Text) -> Text:
    """The way to a switch that must be off."""
    return Text(
        f"Excel：文件 → 选项 → 信任中心 → 信任中心设置 → {page_zh}，取消“{switch.zh}”。",
        f"Excel: File > Options > Trust Center > Trust Center Settings > {page_en}; clear “{switch.en}”",
    )


def _mac() -> Check:
    return Check(
        Text("按钮", "buttons"),
        "warning",
        Text("Mac 版 Excel 的按钮暂不能启动 Python", "in Excel for Mac the buttons cannot start Python yet"),
        Text("请打开工作簿后在“终端”里运行 xlplugin live validate。", "open the workbook and run `xlplugin live validate` in Terminal"),
    )


def _bits(machine: Machine) -> Check:
    """Python runs beside Excel, not in it: their word sizes need not agree, but the packages exist for 64 bits only."""
    name, found = Text("Python 位数", "Python bitness"), Text(f"{machine.bits} 位", f"{machine.bits} bits")
    if machine.bits == 64:
        return Check(name, "ok", found + Text("（与 Excel 的位数无须一致）", " (need not be the same as Excel's)"))
    return Check(name, "bad", found, Text("请安装 64 位 Python；Excel 是 32 位也没有关系。", "install a 64-bit Python; a 32-bit Excel does not matter"))


def _python(machine: Machine) -> Check:
    name, interpreter = Text("Python", "Python"), windowed(machine)
    wrong = fault(machine, interpreter)
    return Check(name, "bad", same(str(interpreter)), wrong) if wrong else Check(name, "ok", same(str(interpreter)))


def _installed(machine: Machine) -> Check:
    name, found = Text("加载项文件", "add-in file"), status(machine)
    again = Text("请运行 xlplugin addin install，然后重新启动 Excel。", "run `xlplugin addin install` and start Excel again")
    if not found.is_installed:
        return Check(name, "bad", Text("没有安装", "not installed"), again)
    if not found.is_current:
        version = found.version or "?"
        return Check(name, "bad", Text(f"安装的是 {version}，本程序是 {__version__}，两者不一致", f"{version} is installed, this is {__version__}: they do not match"), again)
    return Check(name, "ok", Text(f"{found.places.addin}（{__version__}）", f"{found.places.addin} ({__version__})"))


def _interpreter(machine: Machine) -> Check:
    """The interpreter that the buttons would start, which may be another than the one that runs now."""
    name, recorded = Text("登记的 Python", "recorded Python"), status(machine).interpreter
    again = Text("请重新运行 xlplugin addin install。", "run `xlplugin addin install` again")
    if not recorded:
        return Check(name, "bad", Text("没有登记", "none"), again)
    wrong = None if Path(recorded) == windowed(machine) else fault(machine, Path(recorded))
    if wrong:
        return Check(name, "bad", same(recorded), wrong + Text("", " ") + again)
    return Check(name, "ok", same(recorded))
