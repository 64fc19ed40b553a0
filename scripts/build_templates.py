"""Writes the templates of all editions and that of the slips into workbook_templates/. They are committed; a test says when they are stale."""

from __future__ import annotations

from pathlib import Path

from xlplugin.form import editions
from xlplugin.outputs.slips import template as slip_template
from xlplugin.outputs.template.hand_out import FILE_NAME
from xlplugin.outputs.template.template import write_template
from xlplugin.rules import catalogue

TEMPLATES = Path(__file__).resolve().parent.parent / "workbook_templates"


def main(folder: Path = TEMPLATES) -> None:
    """Writes one template for each edition into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for form in editions().values():
        write_template(form, folder / FILE_NAME.format(edition=form.edition), catalogue().values())
        print(folder / FILE_NAME.format(edition=form.edition))
    slip_template.write_slip_template(folder / slip_template.FILE_NAME)
    print(folder / slip_template.FILE_NAME)


if __name__ == "__main__":
    main()
