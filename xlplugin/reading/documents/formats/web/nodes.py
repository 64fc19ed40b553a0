"""The elements of a web page one by one: rows and cells of tables, pictures, hidden text; which are blocks and which show nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from xlplugin.reading.documents.formats.stream import Said, check_size

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd div dl dt fieldset figure figcaption footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section tbody td tfoot th thead title tr ul",
    )
)
SKIPPED = frozenset(re.findall(r"\w+", "head script style noscript template iframe object select option textarea button input datalist svg math rt rp"))
FIELDS = frozenset({"input", "textarea", "select"})
_SMALLEST_PICTURE = 80
_ORDER = {"thead": 0, "tfoot": 2}
_LONGEST_HIDDEN = 200
_MOST_HIDDEN = 1_000
"""Cells of a hidden table that are looked at."""


def rows_of(table: Any) -> list[tuple[Any | None, Any]]:
    """The rows of a table itself, each with the group it stands in; those of its foot come last, wherever they are written."""
    rows: list[tuple[Any | None, Any]] = []
    for child in table:
        if tag_of(child) in ("thead", "tbody", "tfoot"):
            rows += [(child, row) for row in child if tag_of(row) == "tr"]
        elif tag_of(child) == "tr":
            rows.append((None, child))
    check_size(cells=sum(len(row) for _, row in rows))
    return sorted(rows, key=lambda entry: _ORDER.get(tag_of(entry[0]) if entry[0] is not None else "", 1))


def cells_of(row: Any) -> list[Any]:
    """The cells of a row."""
    return [cell for cell in row if tag_of(cell) in ("td", "th")]


def all_text(node: Any) -> str:
    """All text of an element, without its scripts."""
    return " ".join("".join(node.xpath(".//text()[not(ancestor::script or ancestor::style)]")).split())[:_LONGEST_HIDDEN]


def hidden_tables(node: Any) -> Iterator[Said]:
    """The tables in an element that is not shown."""
    for table in node.iter("table"):
        cells = (" ".join("".join(cell.itertext()).split()) for cell in table.iter("td", "th"))
        yield Said("hidden", "\n".join(islice(filter(None, cells), _MOST_HIDDEN)))


def number_of(text: str | None) -> int:
    """A number among the attributes; 1 where it is none."""
    match = re.match(r"\s*(\d{1,5})", text or "")
    return max(1, int(match[1])) if match else 1


def is_large(image: Any) -> bool:
    """Whether a picture may be a table."""
    sizes = [number_of(image.get(name)) for name in ("width", "height") if image.get(name)]
    return not sizes or min(sizes) >= _SMALLEST_PICTURE


def tag_of(node: Any) -> str:
    """The name of an element; empty for what is none."""
    return node.tag.lower() if isinstance(node.tag, str) else ""
