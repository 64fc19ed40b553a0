"""The tab 年报审核: the ribbon against what is published of customUI, its buttons against the code they call, and what the code may look at."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from tests.addin_parts import CALLBACKS, CODE, RIBBON, SOURCE, part
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

# MS-CUSTOMUI 2.2 (customUI 2010): what may stand in what, and with which attributes, of the elements that are used here.
CHILDREN = {"customUI": {"ribbon"}, "ribbon": {"tabs"}, "tabs": {"tab"}, "tab": {"group"}, "group": {"button"}, "button": set()}
ATTRIBUTES: dict[str, set[str]] = {
    "customUI": {"onLoad", "loadImage"},
    "ribbon": {"startFromScratch"},
    "tabs": set(),
    "tab": {"id", "idQ", "tag", "idMso", "label", "getLabel", "insertAfterMso", "insertBeforeMso", "visible", "keytip"},
    "group": {"id", "idQ", "tag", "idMso", "label", "imageMso", "image", "screentip", "supertip", "visible", "keytip", "autoScale", "centerVertically"},
    "button": {"id", "idQ", "tag", "idMso", "onAction", "label", "size", "imageMso", "image", "screentip", "supertip", "enabled", "visible", "showLabel", "keytip"},
}
# Names from the list of MS-CUSTOMUI (simple type for imageMso); Excel shows no picture for a name it does not know.
KNOWN_IMAGES = {
    "AutoSum",
    "CommaStyle",
    "DataValidation",
    "DataValidationCircleInvalid",
    "DataValidationClearValidationCircles",
    "FileOpen",
    "FillDown",
    "FunctionWizard",
    "Help",
    "Info",
    "ReviewNextComment",
    "ReviewPreviousComment",
    "ReviewShowAllComments",
}


def local(element: etree._Element) -> str:
    assert str(element.tag).startswith(NAMESPACE), f"{element.tag} is not of customUI 2010"
    return str(element.tag).removeprefix(NAMESPACE)


def elements() -> list[etree._Element]:
    return [element for element in TREE.iter() if isinstance(element.tag, str)]


def test_elements_and_attributes_are_those_that_customui_knows() -> None:
    for element in elements():
        name = local(element)
        assert {local(child) for child in element if isinstance(child.tag, str)} <= CHILDREN[name]
        assert set(element.attrib) <= ATTRIBUTES[name], f"{name}: {set(element.attrib) - ATTRIBUTES[name]}"


def test_every_id_is_given_once_and_is_a_name() -> None:
    ids = [element.get("id") for element in elements() if local(element) in ("tab", "group", "button")]
    assert None not in ids and len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", identity or "") for identity in ids)


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


def test_of_the_open_workbook_the_code_reads_its_full_name_and_nothing_else() -> None:
    assert {line.strip() for line in CODE.splitlines() if "ActiveWorkbook" in line} == ONLY_ITS_NAME


@pytest.mark.parametrize(
    "way",
    [
        r"ActiveSheet|ActiveCell|Selection",
        r"\bWorkbooks\b|\bActiveWindow\b|\bEvaluate\b|\bNames\b|CustomDocumentProperties|BuiltinDocumentProperties",
        r"(?<!ThisWorkbook\.)\bWorksheets\b|(?<!Work)\bSheets\(",
        r"(?<!ThisWorkbook\.Worksheets\(1\)\.)\bCells\(|\bRange\(",
        r"\.Path\b",
        r"\bCurDir\b|\bChDir\b|\bDir\(|\bEnviron\b|GetSetting|RegRead",
        r"\bDeclare\b|\bShellExecute\b|\bcmd(\.exe)?\b|powershell|\bPYTHONPATH\b|\.conf\b",
        r"\bOpen\s+\S+\s+For\b",
    ],
)
def test_the_code_has_no_way_to_be_led_by_a_workbook_or_its_folder(way: str) -> None:
    assert not re.findall(way, CODE, re.IGNORECASE)


def test_the_only_files_read_are_the_users_own() -> None:
    variables = re.findall(r'ExpandEnvironmentStrings\("(%\w+%)"\)', CODE)
    assert sorted(variables) == ["%APPDATA%", "%TEMP%"]
    assert re.findall(r"ReadText\((\w+)\)", CODE.replace("Function ReadText(ByVal Path", "")) == ["Path", "LogFile"]
    assert 'ExpandEnvironmentStrings("%APPDATA%") & "\\xlplugin\\interpreter.txt"' in CODE


def test_python_is_started_in_isolation_and_without_waiting() -> None:
    assert '& " -I -c " &' in CODE
    assert re.findall(r"Shell\.(\w+)\(", CODE) == ["ExpandEnvironmentStrings", "Exec", "ExpandEnvironmentStrings"]
    assert "DoEvents" not in CODE and "Application.Wait" not in CODE


def test_the_safety_of_the_source_is_told_where_it_is_read() -> None:
    assert SOURCE.isascii() and "Python runs with -I" in SOURCE
