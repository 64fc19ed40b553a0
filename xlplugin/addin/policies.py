"""What the registry of a Windows says about macros, add-ins, child processes and Protected View: what an office's policy may forbid."""

from __future__ import annotations

from pathlib import Path

from xlplugin.addin.check import ADMIN, Check
from xlplugin.addin.machine import Machine
from xlplugin.text import Text

_OFFICE = "Microsoft\\Office\\16.0"  # Excel 2016, 2019, 2021, 2024 and Microsoft 365
_SECURITY = f"{_OFFICE}\\Excel\\Security"
_TRUSTED = "Trusted Locations"
_CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
"""Defender's rule "Block all Office applications from creating child processes"."""
_RULES = "Windows Defender\\Windows Defender Exploit Guard\\ASR\\Rules"
_ZONE = ":Zone.Identifier"
"""The stream of a file in which Windows keeps where it was downloaded from."""
_FROM_ELSEWHERE = ("3", "4")
"""Zones: the internet, and restricted sites."""


def policies(machine: Machine, addin: Path, starts_process: bool) -> tuple[Check, ...]:
    """Everything that an office may have closed. `starts_process`: whether the add-in that is installed starts a program."""
    return (*_addins(machine), _macros(machine), _start_folder(machine), _children(machine, starts_process), mark_of_the_web(machine, addin), _protected_view(machine))


def _setting(machine: Machine, key: str, value: str) -> tuple[object, bool]:
    """A setting of Office and whether it is a policy; policies count first, then the user's choice in the Trust Center."""
    for root in ("HKCU\\Software\\Policies\\", "HKLM\\SOFTWARE\\Policies\\"):
        found = machine.registry(root + key, value)
        if found is not None:
            return found, True
    return machine.registry("HKCU\\Software\\" + key, value), False


def _addins(machine: Machine) -> tuple[Check, ...]:
    """What can forbid VBA or add-ins altogether, each with where it is set."""
    vba = Text("VBA", "VBA")
    off, _ = _setting(machine, f"{_OFFICE}\\Common", "VBAOff")
    checks = [Check(vba, "bad", Text("已被停用（VBAOff）", "turned off (VBAOff)"), ADMIN) if off == 1 else Check(vba, "ok", Text("可用", "available"))]
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
            checks.append(Check(addins, "bad", found, ADMIN if is_policy else _trust_center("加载项", "Add-ins", switch)))
    if len(checks) == 1:
        checks.append(Check(addins, "ok", Text("允许", "allowed")))
    return tuple(checks)


def _macros(machine: Machine) -> Check:
    """Macros in the start-up folder run whatever the macro setting is, as long as trusted locations are on."""
    name = Text("宏策略", "macro policy")
    level, level_is_policy = _setting(machine, _SECURITY, "VBAWarnings")
    closed, closed_is_policy = _setting(machine, f"{_SECURITY}\\{_TRUSTED}", "AllLocationsDisabled")
    if closed != 1:
        return Check(name, "ok", Text("启动文件夹受信任，其中的宏可以运行", "the start-up folder is trusted, and macros in it run"))
    switch = Text("禁用所有受信任位置", "Disable all Trusted Locations")
    mend = ADMIN if closed_is_policy or level_is_policy else _trust_center("受信任位置", "Trusted Locations", switch)
    if level in (3, 4):
        return Check(name, "bad", Text("受信任位置已停用，宏被禁止", "trusted locations are off and macros are forbidden"), mend)
    return Check(name, "warning", Text("受信任位置已停用，每次启动都会询问是否启用宏", "trusted locations are off, so Excel asks about macros at each start"), mend)


def _start_folder(machine: Machine) -> Check:
    """An office may trust only the folders that its policy names; XLSTART is then one like any other."""
    name = Text("启动文件夹 XLSTART", "start-up folder XLSTART")
    allowed, is_policy = _setting(machine, f"{_OFFICE}\\Common\\Security\\{_TRUSTED}", "Allow User Locations")
    if allowed == 0 and is_policy:
        mend = Text(
            "请信息中心把 %APPDATA%\\Microsoft\\Excel\\XLSTART 加入策略的受信任位置，或把 xlplugin.xlam 放进策略里已有的受信任位置。",
            "ask your administrator to add %APPDATA%\\Microsoft\\Excel\\XLSTART to the policy's trusted locations, or put xlplugin.xlam into one that it has",
        )
        return Check(name, "bad", Text("策略只信任它列出的文件夹，XLSTART 不在其中", "policy trusts only the folders that it names, and XLSTART is none"), mend)
    return Check(name, "ok", Text("没有被策略关闭", "not closed by policy"))


def _children(machine: Machine, starts_process: bool) -> Check:
    """The add-in starts no program, unless it was built to."""
    name = Text("子进程策略", "child processes")
    roots = ("HKLM\\SOFTWARE\\Policies\\Microsoft\\", "HKLM\\SOFTWARE\\Microsoft\\")
    values = [value for root in roots for rule in (_CHILDREN, _CHILDREN.lower()) if (value := machine.registry(root + _RULES, rule)) is not None]
    is_forbidden = bool(values) and str(values[0]) in ("1", "6")
    forbidden = Text("Defender 的规则（D4F940AB…）禁止 Office 启动程序", "a rule of Defender (D4F940AB…) forbids Office to start programs")
    if not is_forbidden:
        return Check(name, "ok", Text("没有禁止 Office 启动程序", "Office is not forbidden to start programs"))
    if not starts_process:
        return Check(name, "ok", forbidden + Text("；加载项不启动程序，不受影响", "; the add-in starts none"))
    mend = Text(
        "请重新安装不启动程序的加载项：xlplugin addin install（不加 --allow-child-process），用之前先启动审核助手：xlplugin addin start。",
        "install the add-in that starts none: `xlplugin addin install` without --allow-child-process, and start the helper first: `xlplugin addin start`",
    )
    return Check(name, "bad", forbidden, mend)


def mark_of_the_web(machine: Machine, file: Path) -> Check:
    """A file that came from the internet has its macros blocked, wherever it lies."""
    name = Text("网络标记", "Mark of the Web")
    try:
        zone = file.with_name(file.name + _ZONE).read_text("utf-8", errors="replace")
    except OSError:
        zone = ""
    found = next((line.partition("=")[2].strip() for line in zone.splitlines() if line.strip().lower().startswith("zoneid")), "")
    if found not in _FROM_ELSEWHERE:
        return Check(name, "ok", Text("加载项文件没有“来自网络”的标记", "the add-in's file is not marked as downloaded"))
    mend = Text(
        "右键点加载项文件 → 属性，勾选“解除锁定”，确定；或者运行 xlplugin addin install 重新安装。然后重新启动 Excel。",
        "right-click the file, Properties, tick Unblock; or install again with `xlplugin addin install`; then start Excel again",
    )
    return Check(name, "bad", Text(f"加载项文件标记为来自网络（区域 {found}），其中的宏会被阻止", f"the add-in's file is marked as downloaded (zone {found}); its macros are blocked"), mend)


def _protected_view(machine: Machine) -> Check:
    """Nothing to mend, but to know."""
    name, key = Text("受保护的视图", "Protected View"), f"{_SECURITY}\\ProtectedView"
    off = [_setting(machine, key, value)[0] == 1 for value in ("DisableInternetFilesInPV", "DisableAttachmentsInPV", "DisableUnsafeLocationsInPV")]
    if all(off):
        return Check(name, "ok", Text("已关闭", "turned off"))
    return Check(
        name,
        "ok",
        Text("开着：从网上、邮件收到的工作簿先点“启用编辑”，再点审核按钮", "on: for a workbook from the internet or a mail press Enable Editing first, and then our button"),
    )


def _trust_center(page_zh: str, page_en: str, switch: Text) -> Text:
    """The way to a switch that must be off."""
    return Text(
        f"Excel：文件 → 选项 → 信任中心 → 信任中心设置 → {page_zh}，取消“{switch.zh}”。",
        f"Excel: File > Options > Trust Center > Trust Center Settings > {page_en}; clear “{switch.en}”",
    )
