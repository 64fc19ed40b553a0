"""The comments of a Word document: ours added at paragraphs, those of an earlier round taken out, everybody else's left alone."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.relations import relate, related, relations, set_content_type
from xlplugin.outputs.marked.package.xml import parse, serialise
from xlplugin.outputs.marked.word.markup import MAIN, W

AUTHOR, INITIALS = "xlplugin", "校验"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{MAIN}"/>'.encode()
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
# XML 1.0, 2.2: what is no Char cannot stand in a document, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCHORS = ("commentRangeStart", "commentRangeEnd", "commentReference")


class WordComments:
    """The comments part of a document and the anchors in its text; `root` is the document part's, changed in place."""

    def __init__(self, archive: Archive, document: str, root: Any) -> None:
        self._archive, self._document, self._root = archive, document, root
        self._part = related(archive, document, "comments")
        self._comments = parse(_EMPTY if self._part is None else archive.read(self._part), self._part or "")
        self._remove_ours()
        used = [int(number) for number in self._ids() if re.fullmatch(r"\d{1,9}", number)]
        self._next = max(used, default=-1) + 1

    def add(self, paragraph: Any, text: str) -> None:
        """Puts a comment on what a paragraph says, a paragraph of its own for each line."""
        number = str(self._next)
        self._next += 1
        comment = etree.SubElement(self._comments, f"{W}comment", {f"{W}id": number, f"{W}author": AUTHOR, f"{W}initials": INITIALS})
        for line in text.split("\n"):
            comment.append(_line(line))
        properties = paragraph.find(f"{W}pPr")
        start = etree.Element(f"{W}commentRangeStart", {f"{W}id": number})
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
        etree.SubElement(paragraph, f"{W}commentRangeEnd", {f"{W}id": number})
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}commentReference", {f"{W}id": number})

    def save(self) -> None:
        """Puts the part into the archive, with its relation and type where it is new."""
        part = self._part
        if part is None:
            if not len(self._comments):
                return
            part = self._archive.free_name("word/comments{}.xml") if "word/comments.xml" in self._archive else "word/comments.xml"
            self._archive.replace(part, serialise(self._comments))
            set_content_type(self._archive, part, _TYPE)
            relate(self._archive, self._document, "comments", part)
        self._archive.replace(part, serialise(self._comments))

    def _ids(self) -> list[str]:
        found = [comment.get(f"{W}id", "") for comment in self._comments.iter(f"{W}comment")]
        return found + [node.get(f"{W}id", "") for name in _ANCHORS for node in self._root.iter(W + name)]

    def _remove_ours(self) -> None:
        """Takes out what we said in an earlier round; a comment that somebody answered stays."""
        answered = self._answered()
        gone = set()
        for comment in list(self._comments.iter(f"{W}comment")):
            paragraphs = {paragraph.get(f"{_W14}paraId", "") for paragraph in comment.iter(f"{W}p")}
            if comment.get(f"{W}author") == AUTHOR and not paragraphs & answered:
                gone.add(comment.get(f"{W}id", ""))
                self._comments.remove(comment)
        for name in _ANCHORS:
            for node in [node for node in self._root.iter(W + name) if node.get(f"{W}id") in gone]:
                run = node.getparent()
                run.remove(node)
                if name == "commentReference" and run.tag == f"{W}r" and not [other for other in run if other.tag != f"{W}rPr"]:
                    run.getparent().remove(run)

    def _answered(self) -> set[str]:
        """The paragraphs of comments that have an answer: Word keeps that in a part of its own (MS-DOCX 2.5.4.3)."""
        found: set[str] = set()
        for relation in relations(self._archive, self._document):
            if relation.kind == "commentsExtended" and relation.target in self._archive:
                root = parse(self._archive.read(relation.target), relation.target)
                found |= {value for node in root.iter() for name, value in node.attrib.items() if str(name).endswith("}paraIdParent")}
        return found


def _line(text: str) -> Any:
    """A paragraph of a comment, small and flush whatever the document's own paragraphs are like."""
    paragraph = etree.Element(f"{W}p")
    layout = etree.SubElement(paragraph, f"{W}pPr")
    etree.SubElement(layout, f"{W}spacing", {f"{W}before": "0", f"{W}after": "0", f"{W}line": "240", f"{W}lineRule": "auto"})
    etree.SubElement(layout, f"{W}ind", {f"{W}left": "0", f"{W}firstLineChars": "0", f"{W}firstLine": "0"})
    etree.SubElement(layout, f"{W}jc", {f"{W}val": "left"})
    run = etree.SubElement(paragraph, f"{W}r")
    looks = etree.SubElement(run, f"{W}rPr")
    for size in ("sz", "szCs"):
        etree.SubElement(looks, W + size, {f"{W}val": "18"})
    words = etree.SubElement(run, f"{W}t")
    words.text = _ILLEGAL.sub("", text)
    words.set(_SPACE, "preserve")
    return paragraph
