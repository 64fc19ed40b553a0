"""The part of a sheet's comments: ours added, below what a user wrote in the same one, and taken out again."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from xlplugin.errors import TooLargeError
from xlplugin.filing.address import address, position
from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.relations import relate, related, relations, set_content_type
from xlplugin.outputs.marked.package.worksheet import Position
from xlplugin.outputs.marked.package.xml import MAIN, add, child, children, decoded, make, own, parse, serialise
from xlplugin.text import Language, Text

AUTHOR = "xlplugin"
FIRST_LINE = "〔校验〕"
LAST_LINE = Text("〔请改正，或在“校验结果”表中说明〕", "[correct it, or explain it on the sheet 校验结果]")
FIX_LINE = Text("〔请核对改正〕", "[check and correct it]")
"""The same where an explanation is not accepted."""
_LAST_LINES = "|".join(re.escape(words) for line in (LAST_LINE, FIX_LINE) for words in (line.zh, line.en))
"""The two lines that ours stands between, so that it can be told from what users write above and below."""
_FIRST = re.compile(rf"(?:^|\n){FIRST_LINE}[^\S\n]{{0,20}}\n")
_LAST = re.compile(rf"(?:{_LAST_LINES})(?=\n|\Z)")
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_LOOKS = {"sz": {"val": "9"}, "color": {"indexed": "81"}, "rFont": {"val": "宋体"}, "family": {"val": "3"}, "charset": {"val": "134"}}
MOST_COMMENTS = 1_000
"""Of one sheet: more are not marked up, each beside the others."""
_THREAD_AUTHOR = "tc="
"""A thread leaves an ordinary comment in its cell, for old programs; its author starts so (MS-XLSX 2.1.13)."""


class Comments:
    """The comments of one sheet; the part is made when the first is added."""

    def __init__(self, archive: Archive, sheet: str) -> None:
        self._archive, self._sheet = archive, sheet
        self._part = related(archive, sheet, "comments")
        self._root = parse(_EMPTY if self._part is None else archive.read(self._part), self._part or "")
        self._authors = self._child("authors", 0)
        self._list = self._child("commentList", 1)
        if len(self._list) > MOST_COMMENTS:
            raise TooLargeError(detail=Text(f"一张表 {len(self._list)} 处批注", f"{len(self._list)} comments on one sheet"))
        found = [(position(comment.get("ref", "")), comment) for comment in children(self._list, "comment")]
        self._comments: dict[Position, Any] = {at: comment for at, comment in reversed(found) if at is not None}
        self._threads = self._threaded()

    def __contains__(self, at: Position) -> bool:
        return at in self._comments

    @property
    def ours(self) -> list[Position]:
        """The cells with a note of ours, from an earlier check."""
        return [at for at in self._comments if at not in self._threads and ours_in(self.text(at))]

    def is_thread(self, at: Position) -> bool:
        """Whether users converse in that cell; such a comment is left alone."""
        return at in self._threads

    def text(self, at: Position) -> str:
        """A comment's text; empty where there is none."""
        return "" if at not in self._comments else "".join(decoded(text.text or "") for text in _texts(self._comments[at])).replace("\r\n", "\n")

    def note(self, at: Position, text: str, language: Language, may_explain: bool = True) -> None:
        """Adds our note to a cell's comment, in place of an earlier one of ours; the user's text and its author stay."""
        if at in self._comments:
            self._trim(at)
        kept = self.text(at)
        if at not in self._comments:
            self._comments[at] = add(self._list, "comment", {"ref": address(*at), "authorId": str(self._author())})
        body = child(self._comments[at], "text")
        body = add(self._comments[at], "text") if body is None else body
        head = f"\n{FIRST_LINE}\n" if kept and not kept.endswith("\n") else f"{FIRST_LINE}\n"
        for run in (_run(body, head, is_bold=True), _run(body, f"{text}\n{(LAST_LINE if may_explain else FIX_LINE).show(language)}")):
            tail = child(body, "rPh")
            tail = child(body, "phoneticPr") if tail is None else tail
            if tail is None:
                body.append(run)
            else:
                tail.addprevious(run)

    def remove_ours(self, at: Position) -> bool:
        """Takes our note out of a comment; True where nothing else was in it, and the comment is gone."""
        self._trim(at)
        if self.text(at).strip():
            return False
        self._list.remove(self._comments.pop(at))
        return True

    def positions(self) -> list[Position]:
        """The cells that have a comment."""
        return list(self._comments)

    def save(self) -> None:
        """Puts the part into the archive, with its relation and type where it is new."""
        part = self._part
        if part is None:
            part = self._archive.free_name("xl/comments{}.xml")
            self._archive.replace(part, serialise(self._root))
            set_content_type(self._archive, part, _TYPE)
            relate(self._archive, self._sheet, "comments", part)
        self._archive.replace(part, serialise(self._root))

    def _trim(self, at: Position) -> None:
        """Cuts our note out of a comment's runs; what is left keeps its formats. Text outside runs gets one."""
        comment = self._comments[at]
        body = child(comment, "text")
        for text in [] if body is None else children(body, "t"):
            run = make(body, "r")
            text.addprevious(run)
            run.append(text)
        texts = _texts(comment)
        whole = "".join((text.text or "").replace("\r\n", "\n") for text in texts)
        cut = ours_in(whole)
        start = 0
        for text in texts:
            content = (text.text or "").replace("\r\n", "\n")
            kept = _without(content, start, cut)
            start += len(content)
            if kept != content:
                text.text = kept
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            if not kept and content:
                text.getparent().getparent().remove(text.getparent())

    def _author(self) -> int:
        names = [author.text or "" for author in children(self._authors, "author")]
        if AUTHOR not in names:
            add(self._authors, "author", text=AUTHOR)
            names.append(AUTHOR)
        return names.index(AUTHOR)

    def _threaded(self) -> set[Position]:
        names = [author.text or "" for author in children(self._authors, "author")]
        by_author = {at: comment.get("authorId", "") for at, comment in self._comments.items()}
        found = {at for at, author in by_author.items() if author.isdigit() and "".join(names[int(author) : int(author) + 1]).startswith(_THREAD_AUTHOR)}
        for relation in relations(self._archive, self._sheet):
            if relation.kind == "threadedComment" and relation.target in self._archive:
                root = parse(self._archive.read(relation.target), relation.target)
                found |= {at for at in (position(comment.get("ref", "")) for comment in children(root, "threadedComment")) if at is not None}
        return found

    def _child(self, tag: str, index: int) -> Any:
        found = child(self._root, tag)
        if found is None:
            found = make(self._root, tag)
            self._root.insert(index, found)
        return found


def ours_in(text: str) -> list[tuple[int, int]]:
    """Where notes of ours stand in a comment: from each first line to the next last line. What is looked for is looked for once, however often it begins."""
    found: list[tuple[int, int]] = []
    at = 0
    while (first := _FIRST.search(text, at)) and (last := _LAST.search(text, first.end() - 1)):
        found.append((first.start(), last.end()))
        at = last.end()
    return found


def _without(content: str, start: int, cut: list[tuple[int, int]]) -> str:
    """A piece of a text that begins at `start`, without what is cut out of the text."""
    kept, at, end = [], start, start + len(content)
    for first, last in cut[max(bisect_right(cut, (start, start)) - 1, 0) :]:
        if first >= end:
            break
        kept.append(content[at - start : max(first, at) - start])
        at = max(at, min(last, end))
    return "".join([*kept, content[at - start :]])


def _texts(comment: Any) -> list[Any]:
    """The text elements of a comment, without phonetic readings."""
    body = child(comment, "text")
    return [] if body is None else [text for text in body.iter(own(body, "t")) if text.getparent().tag != own(body, "rPh")]


def _run(body: Any, text: str, *, is_bold: bool = False) -> Any:
    run = make(body, "r")
    looks = add(run, "rPr")
    if is_bold:
        add(looks, "b")
    for tag, attributes in _LOOKS.items():
        add(looks, tag, attributes)
    add(run, "t", text=text)
    return run
