"""The extension's XML: what the office reads to show a menu and a toolbar, and whom it calls when one is pressed."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from xlplugin.addin.toolbar.labels import GROUPS, LABELS, TITLE
from xlplugin.text import Text

IDENTIFIER = "xlplugin.toolbar"
"""The extension's name, and its handler's: `unopkg` and the office know it by this."""
PROTOCOL = "vnd.xlplugin:"
"""What the address of a command begins with: `vnd.xlplugin:validate`."""
TOOLBAR = f"private:resource/toolbar/addon_{IDENTIFIER}"
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_OFFICE = "org.openoffice.Office"


def addons() -> bytes:
    """Addons.xcu: the menu, the toolbar and the pictures of both."""
    root = _component("Addons", _OFFICE)
    ui = _node(root, "AddonUI", is_new=False)
    menu = _node(_node(ui, "OfficeMenuBar", is_new=False), IDENTIFIER)
    _prop(menu, "Title", TITLE)
    _prop(menu, "Context", _CALC)
    _items(_node(menu, "Submenu", is_new=False))
    _items(_node(_node(ui, "OfficeToolBar", is_new=False), IDENTIFIER))
    images = _node(ui, "Images", is_new=False)
    for command in LABELS:
        image = _node(images, f"{IDENTIFIER}.{command}")
        _prop(image, "URL", PROTOCOL + command)
        pictures = _node(image, "UserDefinedImages", is_new=False)
        _prop(pictures, "ImageSmallURL", f"%origin%/icons/{command}_16.svg")
        _prop(pictures, "ImageBigURL", f"%origin%/icons/{command}_26.svg")
    return _written(root)


def window_state() -> bytes:
    """CalcWindowState.xcu: the toolbar stands below Calc's own two, pictures with words, until the user moves it."""
    root = _component("CalcWindowState", f"{_OFFICE}.UI")
    state = _node(_node(_node(root, "UIElements", is_new=False), "States", is_new=False), TOOLBAR)
    _prop(state, "UIName", TITLE)
    _prop(state, "DockPos", "0,3")  # Calc has its own at 0,0 and 0,2
    for name, kind, value in (
        ("ContextSensitive", "boolean", "false"),
        ("Visible", "boolean", "true"),
        ("Docked", "boolean", "true"),
        ("DockingArea", "int", "0"),
        ("Style", "int", "2"),
    ):
        _prop(state, name, value, kind)
    return _written(root)


def protocol_handler() -> bytes:
    """ProtocolHandler.xcu: who answers to our addresses."""
    root = _component("ProtocolHandler", _OFFICE)
    handler = _node(_node(root, "HandlerSet", is_new=False), IDENTIFIER)
    protocols = SubElement(handler, "prop", {"oor:name": "Protocols", "oor:type": "oor:string-list"})
    SubElement(protocols, "value").text = f"{PROTOCOL}*"
    return _written(root)


def description(version: str) -> bytes:
    """description.xml: what the extension manager shows."""
    root = Element("description", {"xmlns": "http://openoffice.org/extensions/description/2006"})
    SubElement(root, "identifier", value=IDENTIFIER)
    SubElement(root, "version", value=version)
    names = SubElement(root, "display-name")
    for language, words in (("zh", f"{TITLE.zh}（xlplugin）"), ("en", f"{TITLE.en} (xlplugin)")):
        SubElement(names, "name", lang=language).text = words
    return _written(root)


def manifest(component: str, settings: Iterable[str]) -> bytes:
    """META-INF/manifest.xml: which parts are settings, and which file is code for the office's Python."""
    root = Element("manifest:manifest", {"xmlns:manifest": "http://openoffice.org/2001/manifest"})
    parts = [(name, "application/vnd.sun.star.configuration-data") for name in settings]
    for name, kind in [*parts, (component, "application/vnd.sun.star.uno-component;type=Python")]:
        SubElement(root, "manifest:file-entry", {"manifest:media-type": kind, "manifest:full-path": name})
    return _written(root)


def _items(parent: Element) -> None:
    """The commands in their order, with lines between the groups; the office sorts nodes by name, so these are numbered."""
    number = 0
    for group in GROUPS:
        entries: list[tuple[str, Text | None]] = [(PROTOCOL + command, label) for command, label in group.items()]
        if number:
            entries.insert(0, ("private:separator", None))
        for url, label in entries:
            number += 1
            item = _node(parent, f"N{number:02}")
            _prop(item, "URL", url)
            if label is not None:
                _prop(item, "Title", label)
                _prop(item, "Target", "_self")
                _prop(item, "Context", _CALC)


def _component(name: str, package: str) -> Element:
    registry, schema = "http://openoffice.org/2001/registry", "http://www.w3.org/2001/XMLSchema"
    return Element("oor:component-data", {"xmlns:oor": registry, "xmlns:xs": schema, "oor:name": name, "oor:package": package})


def _node(parent: Element, name: str, *, is_new: bool = True) -> Element:
    return SubElement(parent, "node", {"oor:name": name, **({"oor:op": "replace"} if is_new else {})})


def _prop(node: Element, name: str, value: str | Text, kind: str = "string") -> None:
    prop = SubElement(node, "prop", {"oor:name": name, "oor:type": f"xs:{kind}"})
    if isinstance(value, str):
        SubElement(prop, "value").text = value
        return
    for locale, words in (("en-US", value.en), ("zh-CN", value.zh)):
        SubElement(prop, "value", {"xml:lang": locale}).text = words


def _written(root: Element) -> bytes:
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, "unicode")}\n'.encode()
