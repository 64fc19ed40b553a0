"""Whose report a document is and of which year: its title, its text, its page's title, its signature, whose page it stands on, its file name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlplugin.filing.filing import Source
from xlplugin.reading.documents.formats.stream import Said
from xlplugin.reading.documents.text.prose import Prose
from xlplugin.reading.documents.text.segments import Paragraph, Segment
from xlplugin.reading.headings import from_title, organ_line
from xlplugin.reading.named import Named, first_of
from xlplugin.reading.organ import from_file_name, from_text

_CHROME = re.compile(r"[【\[]?(?:信息)?(?:来源|发布机构|发布单位|发文机关|主办单位|主办)[】\]]?\s*[:：]\s*(?P<organ>\S{2,40})")


def names_of(prose: Prose, said: Sequence[Said], parts: Sequence[Segment], file: str) -> Named:
    """Organ and year with their sources."""
    return first_of(_claims(prose, said, parts, file))


def _claims(prose: Prose, said: Sequence[Said], parts: Sequence[Segment], file: str) -> Iterator[tuple[Source, str | None, int | None]]:
    pages = [from_title(one.text) for one in said if one.kind == "title"]
    in_text = prose.document.title not in [one.text for one in said]
    yield ("title" if in_text else "page"), *from_title(prose.document.title)
    for text in (prose.document.opening, *prose.narrative.values()):
        yield "text", *from_text(text)
    for organ, year in pages:
        yield "page", organ, year
    yield "signature", prose.document.signature, None
    yield "site", _site(said, parts), None
    yield "file", *from_file_name(file)


def _site(said: Sequence[Said], parts: Sequence[Segment]) -> str | None:
    """The organ on whose page the report stands, where all that the page says of it is one name."""
    texts = [one.text for one in said if one.kind == "site"]
    texts += [match["organ"] for part in parts if isinstance(part, Paragraph) and (match := _CHROME.match(part.text.strip()))]
    organs = {organ for text in texts if (organ := organ_line(text))}
    return next(iter(organs)) if len(organs) == 1 else None
