"""The LibreOffice toolbar as a package: what is in it, that it is the same every time, and what its launcher does outside the office."""

from __future__ import annotations

import ast
import json
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from xlplugin import __version__
from xlplugin.addin.commands import COMMANDS
from xlplugin.addin.toolbar import registry
from xlplugin.addin.toolbar.build import COMPONENT, ICON_SIZES, RECORD, build_toolbar, parts
from xlplugin.addin.toolbar.component.pythonpath import xlplugin_launch as launch
from xlplugin.addin.toolbar.icons import ICONS
from xlplugin.addin.toolbar.labels import GROUPS, LABELS

PYTHON = Path("/opt/张 三/bin/python")
PARTS = parts(PYTHON)
OOR = "{http://openoffice.org/2001/registry}"
CODE = {name: content.decode() for name, content in PARTS.items() if name.endswith(".py")}


def node(root: ElementTree.Element, *names: str) -> ElementTree.Element:
    for name in names:
        root = next(child for child in root if child.get(f"{OOR}name") == name)
    return root


def values(parent: ElementTree.Element, prop: str) -> dict[str | None, str]:
    """A property's values by language."""
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    return {value.get(language): value.text or "" for value in node(parent, prop)} if any(child.get(f"{OOR}name") == prop for child in parent) else {}


def constant(code: str, name: str) -> object:
    """What a module's source sets a name to."""
    assigned = [entry for entry in ast.parse(code).body if isinstance(entry, ast.Assign) and isinstance(entry.targets[0], ast.Name)]
    return next(ast.literal_eval(entry.value) for entry in assigned if isinstance(entry.targets[0], ast.Name) and entry.targets[0].id == name)


def test_every_command_has_a_label_in_the_order_of_the_tab() -> None:
    assert list(LABELS) == list(COMMANDS)
    assert len({label.zh for label in LABELS.values()}) == len({label.en for label in LABELS.values()}) == len(COMMANDS)


def test_labels_are_those_of_the_excel_ribbon() -> None:
    ribbon = ElementTree.parse(Path(registry.__file__).parent.parent / "ribbon.xml")
    assert {button.get("label") for button in ribbon.iter() if button.tag.endswith("}button")} == {label.zh for label in LABELS.values()}


@pytest.mark.parametrize("python", [None, PYTHON])
def test_building_twice_gives_the_same_bytes(python: Path | None, tmp_path: Path) -> None:
    first, second = build_toolbar(tmp_path / "a.oxt", python), build_toolbar(tmp_path / "b.oxt", python)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == parts(python)
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}, "another zlib would give other bytes"


def test_only_the_record_depends_on_the_computer() -> None:
    other = parts(None)
    assert [name for name in PARTS if PARTS[name] != other[name]] == [RECORD]
    assert json.loads(PARTS[RECORD])["python"] == str(PYTHON) and json.loads(other[RECORD])["python"] is None


def test_every_xml_part_is_well_formed_and_says_utf_8() -> None:
    names = [name for name in PARTS if name.endswith((".xcu", ".xml", ".svg"))]
    assert len(names) == 5 + len(ICONS) * len(ICON_SIZES)
    for name in names:
        ElementTree.fromstring(PARTS[name])
        assert name.endswith(".svg") or PARTS[name].startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')


def test_the_manifest_names_parts_that_are_there() -> None:
    listed = {entry.attrib.popitem()[1]: entry.attrib for entry in ElementTree.fromstring(PARTS["META-INF/manifest.xml"])}
    assert set(listed) <= set(PARTS) and {name for name in PARTS if name.endswith(".xcu")} <= set(listed)
    assert list(listed[COMPONENT].values()) == ["application/vnd.sun.star.uno-component;type=Python"]


def test_the_description_carries_our_version() -> None:
    description = ElementTree.fromstring(PARTS["description.xml"])
    found = {entry.tag.rpartition("}")[2]: entry.get("value") for entry in description}
    assert found["identifier"] == registry.IDENTIFIER and found["version"] == __version__


@pytest.mark.parametrize("where", [("OfficeMenuBar", registry.IDENTIFIER, "Submenu"), ("OfficeToolBar", registry.IDENTIFIER)], ids=["menu", "toolbar"])
def test_every_command_is_in_the_menu_and_in_the_toolbar(where: tuple[str, ...]) -> None:
    items = list(node(ElementTree.fromstring(PARTS["Addons.xcu"]), "AddonUI", *where))
    assert [item.get(f"{OOR}name") for item in items] == sorted(str(item.get(f"{OOR}name")) for item in items), "the office sorts them by name"
    shown = [(values(item, "URL")[None], values(item, "Title")) for item in items]
    expected: list[tuple[str, dict[str, str]]] = []
    for group in GROUPS:
        expected += [("private:separator", {})] if expected else []
        expected += [(f"vnd.xlplugin:{name}", {"en-US": label.en, "zh-CN": label.zh}) for name, label in group.items()]
    assert shown == expected
    assert all(values(item, "Context")[None] == "com.sun.star.sheet.SpreadsheetDocument" for item in items if values(item, "Title"))


def test_every_command_has_a_picture_of_its_own_in_both_sizes() -> None:
    images = node(ElementTree.fromstring(PARTS["Addons.xcu"]), "AddonUI", "Images")
    for command, image in zip(LABELS, images, strict=True):
        assert values(image, "URL")[None] == f"vnd.xlplugin:{command}"
        for prop, size in zip(("ImageSmallURL", "ImageBigURL"), ICON_SIZES, strict=True):
            path = values(node(image, "UserDefinedImages"), prop)[None].removeprefix("%origin%/")
            picture = ElementTree.fromstring(PARTS[path])
            assert (picture.get("width"), picture.get("height"), len(picture) > 0) == (str(size), str(size), True)
    assert sorted(ICONS) == sorted(COMMANDS) and len(set(ICONS.values())) == len(ICONS)


def test_the_handler_and_the_settings_speak_of_the_same_names() -> None:
    handler = CODE[COMPONENT]
    assert constant(handler, "IDENTIFIER") == registry.IDENTIFIER
    assert constant(handler, "PROTOCOL") == registry.PROTOCOL
    assert constant(handler, "RECORD") == RECORD
    assert list(json.loads(PARTS[RECORD])["commands"]) == list(LABELS), "the handler runs these commands and no others"
    protocols = node(ElementTree.fromstring(PARTS["ProtocolHandler.xcu"]), "HandlerSet", registry.IDENTIFIER)
    assert values(protocols, "Protocols")[None] == f"{registry.PROTOCOL}*"


@pytest.mark.parametrize("name", CODE)
def test_what_runs_inside_the_office_is_python_3_7_and_needs_nothing_of_ours(name: str) -> None:
    tree = ast.parse(CODE[name], feature_version=(3, 7))
    assert "from __future__ import annotations" in CODE[name], "without it, X | None would be computed"
    guarded = {id(inner) for entry in tree.body if isinstance(entry, ast.If) for inner in entry.body}
    imported = {
        str(entry.module if isinstance(entry, ast.ImportFrom) else entry.names[0].name).split(".")[0]
        for entry in ast.walk(tree)
        if isinstance(entry, (ast.Import, ast.ImportFrom)) and id(entry) not in guarded
    }
    assert imported <= sys.stdlib_module_names | {"com", "uno", "unohelper", "xlplugin_helper", "xlplugin_launch", "xlplugin_office"}
    called = re.findall(r"\.(removeprefix|removesuffix|is_relative_to)\(|:=", CODE[name])
    assert called == [], "newer than Python 3.7"


def test_the_helper_is_started_in_isolation_and_ends_by_itself() -> None:
    assert launch.command_line("/opt/python") == ["/opt/python", "-I", "-X", "utf8", "-m", "xlplugin", "addin", "start", "--here", "--idle", "15"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PYTHONPATH", "/usr/lib/libreoffice/program", None),
        ("PYTHONHOME", "file:///usr/lib/python3.11", None),
        ("PYTHONSTARTUP", "/tmp/x.py", None),
        ("URE_BOOTSTRAP", "vnd.sun.star.pathname:/usr/lib/libreoffice/program/fundamentalrc", None),
        ("UNO_PATH", "/usr/lib/libreoffice/program", None),
        ("PYUNO_LOADER_PYTHONPATH", "/x", None),
        ("LD_LIBRARY_PATH", "/opt/lo/program", None),
        ("LD_LIBRARY_PATH", "/opt/lo/program/sub:/opt/own/lib:/opt/lo/program", "/opt/own/lib"),
        ("LD_LIBRARY_PATH", "/opt/lo/programs", "/opt/lo/programs"),
        ("DISPLAY", ":0", ":0"),
        ("PATH", "/usr/bin", "/usr/bin"),
        ("XDG_RUNTIME_DIR", "/run/user/1000", "/run/user/1000"),
    ],
)
def test_what_the_office_sets_for_its_own_python_is_not_handed_on(name: str, value: str, expected: str | None) -> None:
    assert launch.clean_environment({name: value, "HOME": "/home/z"}, "/opt/lo/program") == {"HOME": "/home/z"} | ({name: expected} if expected else {})


@pytest.mark.parametrize(
    ("status", "said", "zh"),
    [
        (0, "", ""),
        (0, "UserWarning: nothing to worry about", ""),
        (1, "", ""),
        (130, "", ""),
        (2, "工作簿中没有找到三张表。", "工作簿中没有找到三张表。"),
        (2, "", "程序意外结束，没有说明原因（代码 2）。"),
        (-9, "", "程序意外结束，没有说明原因（代码 -9）。"),
        (
            1,
            "/opt/python: No module named xlplugin",
            "登记的 Python（/opt/python）中没有安装 xlplugin。请重新安装 xlplugin，再运行 xlplugin addin install --host calc。",
        ),
    ],
)
def test_what_went_wrong_is_said_in_a_sentence(status: int, said: str, zh: str, tmp_path: Path) -> None:
    assert launch.sentence(status, said, "/opt/python", "zh", str(tmp_path / "log")) == zh
    assert not (tmp_path / "log").exists()
    english = launch.sentence(status, said, "/opt/python", "en", str(tmp_path / "log"))
    assert bool(english) == bool(zh) and (said == zh or not english or not re.search("[\u4e00-\u9fff]", english))


def test_a_crash_is_one_line_and_the_place_of_the_rest(tmp_path: Path) -> None:
    said = "Traceback (most recent call last):\n  File x\nKeyError: '报'"
    words = launch.sentence(1, said, "p", "zh", str(tmp_path / "xlplugin.log"))
    assert words == f"程序内部出错：KeyError: '报'\n完整信息已保存在：{tmp_path / 'xlplugin.log'}"
    assert (tmp_path / "xlplugin.log").read_text("utf-8") == said + "\n"


def test_a_message_is_never_longer_than_a_box_holds(tmp_path: Path) -> None:
    assert len(launch.sentence(2, "长" * 9000, "p", "zh", str(tmp_path / "log"))) == launch.MOST_SHOWN


def script(folder: Path, code: str) -> Path:
    path = folder / "python"
    path.write_text(f"#!{sys.executable}\n{code}\n", "utf-8")
    path.chmod(0o755)
    return path


ENDS = "import sys; print('没有用'); sys.exit({!r})"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("python", "problem"),
    [
        (lambda folder: None, "工具栏还没有登记 Python"),
        (lambda folder: folder / "gone", "找不到安装时登记的 Python"),
        (lambda folder: script(folder, ENDS.format("python: No module named xlplugin")), "登记的 Python"),
        (lambda folder: script(folder, "import sys; sys.exit(3)"), "程序意外结束，没有说明原因（代码 3）。"),
        (lambda folder: script(folder, "import sys; sys.exit(0)"), "程序意外结束，没有说明原因（代码 0）。"),
        (lambda folder: script(folder, "raise KeyError('报')"), "程序内部出错：KeyError: '报'"),
    ],
    ids=["not recorded", "gone", "without us", "ends", "ends well", "crashes"],
)
def test_a_helper_that_does_not_start_is_a_sentence(python: Callable[[Path], Path | None], problem: str, tmp_path: Path) -> None:
    chosen = python(tmp_path)
    environment = {"PYTHONUTF8": "1", "XDG_STATE_HOME": str(tmp_path), "APPDATA": str(tmp_path)}
    answer, said = launch.attempt(str(chosen) if chosen else None, "validate", {}, environment, "zh", str(tmp_path / "log"))
    assert answer == "" and said.startswith(problem)
    assert (tmp_path / "log").exists() == problem.startswith("程序内部出错")
