"""The tab 年报审核: the ribbon against what is published of customUI, its buttons against the code they call, and what the code may look at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.addin_parts import CALLBACKS, CODE, RIBBON, SOURCE, START_NOTHING, START_PROCESS, part
from xlplugin.addin.build import addin_bytes
from xlplugin.addin.commands import COMMANDS
from xlplugin.addin.package import RIBBON_PART

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
TREE = etree.fromstring(RIBBON.encode())
BUTTONS = list(TREE.iter(f"{NAMESPACE}button"))
LABELS = [
    "审核全表",
    "审核本表",
    "清除标记",
    "上一个问题",
    "下一个问题",
    "填入合计建议值",
    "恢复合计公式",
    "空白补0",
    "规范数字",
    "问题清单",
    "导入上年数据",
    "审核规则",
    "关于",
]

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "customui.xsd"))
"""Of our own: what MS-CUSTOMUI 2.2 says of the elements that are used here."""
# Names from the list of MS-CUSTOMUI (simple type for imageMso); Excel shows no picture for a name it does not know.
KNOWN_IMAGES = {
    "AutoSum",
    "CommaStyle",
    "DataValidation",
    "DataValidationCircleInvalid",
    "DataValidationClearValidationCircles",
    "FileOpen",
    "FileProperties",
    "FillDown",
    "FunctionWizard",
    "Help",
    "ReviewNextComment",
    "ReviewPreviousComment",
    "ReviewShowAllComments",
}


def test_the_ribbon_is_valid_against_what_customui_knows() -> None:
    SCHEMA.assertValid(etree.fromstring(RIBBON.encode()))


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ('size="large"', 'size="huge"'),
        ('size="large"', 'colour="red"'),
        ('id="xlpluginClear"', 'id="xlpluginValidate"'),
        ('id="xlpluginClear"', 'id="1st"'),
        ('id="xlpluginClear" ', ""),
        ("<ribbon>", "<ribbon><button id='x'/>"),
        ("</tabs>", "<group id='g'/></tabs>"),
        ('label="清除标记"', 'label=""'),
        ('label="清除标记"', f'label="{"长" * 1025}"'),
        ('imageMso="Help"', 'imageMso="Help" image="own"'),
        ('insertAfterMso="TabReview"', 'insertAfterMso="TabReview" insertBeforeMso="TabView"'),
        ("2009/07/customui", "2006/01/customui"),
    ],
)
def test_a_fault_planted_in_the_ribbon_is_seen(whole: str, broken: str) -> None:
    assert RIBBON.count(whole) >= 1
    tree = etree.fromstring(RIBBON.replace(whole, broken, 1).encode())
    assert not SCHEMA.validate(tree) or not either_or(tree)


def either_or(tree: etree._Element) -> bool:
    """What a schema cannot say: of two ways to name a picture, or a place, only one is taken."""
    return not any(first in element.attrib and second in element.attrib for element in tree.iter() for first, second in (("image", "imageMso"), ("insertAfterMso", "insertBeforeMso")))


def test_of_two_attributes_that_exclude_each_other_none_has_both() -> None:
    assert either_or(TREE)


def test_each_label_of_the_tab_is_there_once_in_the_order_of_work() -> None:
    assert [element.get("label") for element in TREE.iter(f"{NAMESPACE}tab")] == ["年报审核"]
    assert [button.get("label") for button in BUTTONS] == LABELS


def test_only_the_validate_button_is_large() -> None:
    assert [button.get("label") for button in BUTTONS if button.get("size") == "large"] == ["审核全表"]


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.get("id"))
def test_a_button_speaks_chinese_and_explains_itself_in_english_too(button: etree._Element) -> None:
    assert re.search(r"[\u4e00-\u9fff]", button.get("screentip", "")), "screentip"
    supertip = button.get("supertip", "")
    assert supertip.isascii() and re.fullmatch(r"[A-Z].*\.", supertip) and len(supertip.split()) >= 4
    assert all(len(button.get(name, "")) <= 1024 for name in ("label", "screentip", "supertip"))
    assert button.get("imageMso") in KNOWN_IMAGES


def test_each_button_calls_a_sub_of_its_own_and_none_is_left_over() -> None:
    called = [button.get("onAction") for button in BUTTONS]
    assert called == list(CALLBACKS), "the order in the source is that of the tab"
    assert len(called) == len(set(called)) == len(re.findall(r"As IRibbonControl\)", CODE))


def test_each_command_of_the_tab_has_exactly_one_button() -> None:
    assert list(CALLBACKS.values()) == list(COMMANDS)
    first_words = {command: (function.__doc__ or "").split(":")[0].rstrip(".") for command, function in COMMANDS.items()}
    by_sub = {button.get("onAction"): button.get("label") for button in BUTTONS}
    assert {command: by_sub[sub] for sub, command in CALLBACKS.items()} == first_words


def test_the_package_carries_the_ribbon_as_it_stands_in_the_text_file() -> None:
    assert part(addin_bytes(), RIBBON_PART).decode("utf-8").splitlines() == RIBBON.splitlines()


# ---- what the code may look at

ONLY_ITS_NAME = {"If Not ActiveWorkbook Is Nothing Then BookName = ActiveWorkbook.FullName"}
MODULES = {"buttons": CODE, "starts nothing": START_NOTHING, "starts the helper": START_PROCESS}


def test_of_the_open_workbook_the_code_reads_its_full_name_and_nothing_else() -> None:
    assert {line.strip() for line in CODE.splitlines() if "ActiveWorkbook" in line} == ONLY_ITS_NAME


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize(
    "way",
    [
        r"ActiveSheet|ActiveCell|Selection",
        r"\bWorkbooks\b|\bActiveWindow\b|\bEvaluate\b|\bNames\b|CustomDocumentProperties|BuiltinDocumentProperties",
        r"(?<!ThisWorkbook\.)\bWorksheets\b|(?<!Work)\bSheets\(",
        r"(?<!ThisWorkbook\.Worksheets\(1\)\.)\bCells\(|\bRange\(",
        r"\.Path\b",
        r"\bCurDir\b|\bChDir\b|\bDir\(|GetSetting|RegRead",
        r"\bDeclare\b|\bShellExecute\b|\bcmd(\.exe)?\b|powershell|\.conf\b",
    ],
)
def test_the_code_has_no_way_to_be_led_by_a_workbook_or_its_folder(way: str, module: str) -> None:
    assert not re.findall(way, MODULES[module], re.IGNORECASE)


def test_the_only_files_read_are_the_users_own() -> None:
    assert re.findall(r"\bOpen \S+ For \w+", CODE) == ["Open Path For Input"] and "Write #" not in CODE and "Print #" not in CODE
    assert re.findall(r'Environ\("(\w+)"\)', CODE) == ["APPDATA"] and CODE.count("Environ") == 1
    assert re.findall(r"ReadLines ([^\n]*)", CODE.replace("Sub ReadLines", "")) == ['SettingsFolder() & "\\xlplugin\\helper.txt"']
    assert re.findall(r'ExpandEnvironmentStrings\("(%\w+%)"\)', START_PROCESS) == ["%APPDATA%"]
    assert 'ExpandEnvironmentStrings("%APPDATA%") & "\\xlplugin\\interpreter.txt"' in START_PROCESS


def test_only_this_machine_is_asked_and_nothing_is_waited_for() -> None:
    assert re.findall(r"https?://[^\"]*", CODE) == ["http://127.0.0.1:"]
    assert "DoEvents" not in CODE and "Application.Wait" not in CODE and re.findall(r'Make\("([\w.]+)"\)', CODE) == ["WinHttp.WinHttpRequest.5.1"]
    assert '" -I -X utf8 -m xlplugin addin start' in START_PROCESS and re.findall(r"Shell\.(\w+) Command", START_PROCESS) == ["Run"]


def test_the_safety_of_the_source_is_told_where_it_is_read() -> None:
    assert SOURCE.isascii() and "Nothing is started here" in SOURCE
    assert START_PROCESS.isascii() and "Python runs with -I" in START_PROCESS
