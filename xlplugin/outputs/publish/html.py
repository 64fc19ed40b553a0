"""The report as a web page that needs no other file: the official tables with merged cells, ready to publish."""

from __future__ import annotations

from html import escape

from xlplugin.filing.filing import Filing
from xlplugin.outputs.publish.report import ReportTable, Tile, compose

_STYLE = """
body { margin: 0; background: #fff; color: #111; font: 16px/1.9 "仿宋_GB2312", FangSong, "仿宋", STFangsong, "Noto Serif CJK SC", serif; }
main { max-width: 60em; margin: 0 auto; padding: 2.5em 1.2em 3em; }
h1 { margin: 0 0 1.4em; font: bold 1.75em/1.5 "方正小标宋简体", SimSun, "宋体", "Noto Serif CJK SC", serif; text-align: center; }
h2 { margin: 1.5em 0 .5em; font: 1.15em/1.6 SimHei, "黑体", "Noto Sans CJK SC", sans-serif; text-indent: 2em; }
p { margin: 0; text-align: justify; text-indent: 2em; white-space: pre-wrap; }
.scroll { margin: .9em 0; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font: 14px/1.45 SimSun, "宋体", "Noto Serif CJK SC", serif; }
th, td { padding: .35em .4em; border: 1px solid #333; font-weight: normal; text-align: center; vertical-align: middle; }
th.label { text-align: left; }
th.title { font-weight: bold; }
td { min-width: 1.6em; }
.signature { margin-top: 2.2em; }
.signature p { padding-right: 4em; text-align: right; text-indent: 0; }
@media print { main { max-width: none; padding: 0; } .scroll { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } h2 { break-after: avoid; } table { font-size: 9pt; } }
""".strip()


def write_html_report(filing: Filing) -> str:
    """The page. The same filing gives the same text."""
    report = compose(filing)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(report.title)}</title>",
        f"<style>\n{_STYLE}\n</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(report.title)}</h1>",
        *_paragraphs(report.opening),
    ]
    for section in report.sections:
        lines += [f"<h2>{escape(section.heading)}</h2>", *_paragraphs(section.paragraphs)]
        if section.table is not None:
            lines += _table(section.table)
    if report.closing:
        lines += ['<div class="signature">', *_paragraphs(report.closing), "</div>"]
    return "\n".join([*lines, "</main>", "</body>", "</html>", ""])


def _paragraphs(texts: tuple[str, ...]) -> list[str]:
    return [f"<p>{escape(text, quote=False)}</p>" for text in texts]


def _table(table: ReportTable) -> list[str]:
    lines = ['<div class="scroll">', "<table>"]
    rows = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows]
    head = table.header_rows
    lines += ["<thead>", *rows[:head], "</thead>"] if head else []
    return [*lines, "<tbody>", *rows[head:], "</tbody>", "</table>", "</div>"]


def _cell(tile: Tile) -> str:
    spans = "".join(f' {name}="{count}"' for name, count in (("rowspan", tile.rows), ("colspan", tile.columns)) if count > 1)
    if tile.role is None:
        return f"<td{spans}>{escape(tile.text)}</td>"
    looks = f' class="{"label" if tile.role == "label" else "title"}"' if tile.role in ("label", "title") else ""
    scope = {"label": "row", "group": "rowgroup", "header": "colgroup" if tile.columns > 1 else "col"}.get(tile.role)
    named = f' scope="{scope}"' if scope else ""
    return f"<th{looks}{spans}{named}>{escape(tile.text)}</th>"
