"""Hands out the official template of an edition, from an installed package or from a checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.form import Form, editions
from xlplugin.runs.whole_file import beside

FILE_NAME = "政府信息公开年报-{edition}.xlsx"
ROSTER_NAME = "应报单位名册.xlsx"


def built_template(edition: str) -> bytes:
    """The template as it was built: in the package, else in the checkout's `workbook_templates/`."""
    name = FILE_NAME.format(edition=edition)
    package = Path(str(resources.files("xlplugin")))
    for folder in (package / "workbook_templates", package.parent / "workbook_templates"):
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    raise UsageError(zh=f"安装包中缺少模板 {name}，请重新安装。", en=f"the installed package lacks the template {name}; install it again")


def hand_out(edition: str, target: Path) -> None:
    """Writes a built edition's template to a path; an existing file is left alone."""
    if edition not in editions():
        known = list(editions())
        raise UsageError(zh=f"没有 {edition} 版的模板，可选：{'、'.join(known)}。", en=f"there is no template of edition {edition}; choose one of {', '.join(known)}")
    _write_workbook(target, built_template(edition))


def hand_out_form(form: Form, target: Path) -> None:
    """Writes the template of an edition from a file of one's own."""
    import io

    from xlplugin.outputs.template.template import write_template
    from xlplugin.rules import catalogue

    buffer = io.BytesIO()
    write_template(form, buffer, catalogue().values())
    _write_workbook(target, buffer.getvalue())


def hand_out_roster(target: Path) -> None:
    """Writes an empty roster of the organs that are to submit."""
    import io

    from xlplugin.outputs.template.roster_sheet import write_roster

    buffer = io.BytesIO()
    write_roster(buffer)
    _write_workbook(target, buffer.getvalue())


def _write_workbook(target: Path, content: bytes) -> None:
    """Writes a workbook under a name that says that it is one."""
    if target.suffix.lower() != ".xlsx":
        raise UsageError(zh=f"写出的是 Excel 工作簿，文件名应以 .xlsx 结尾：{target}。", en=f"what is written is a workbook; its name has to end in .xlsx: {target}")
    write_new(target, content)


def write_new(target: Path, content: bytes) -> None:
    """Writes a file beside its place and renames it; refuses to replace one."""
    if target.exists():
        raise UsageError(zh=f"文件已存在，未覆盖：{target}", en=f"the file exists and was not replaced: {target}")
    with beside(target) as path:
        path.write_bytes(content)
