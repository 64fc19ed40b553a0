"""Writes the templates of all editions and that of the slips into workbook_templates/. They are committed; a test says when they are stale."""

from __future__ import annotations

from pathlib import Path

from xlplugin.form import editions
from xlplugin.reports import slip_template
from xlplugin.rules import catalogue
from xlplugin.writing.hand_out import FILE_NAME
from xlplugin.writing.template import write_template

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
