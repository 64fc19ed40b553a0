"""What other programs put into a Word document as a piece of another format (w:altChunk); Word reads it when it opens the document."""

from __future__ import annotations

import email
import email.policy
import io
from collections.abc import Callable

from xlplugin.errors import DocumentDamagedError, EmbeddedError
from xlplugin.reading.documents.formats.encoding import declared_encoding, decode
from xlplugin.reading.documents.formats.stream import Element, Line
from xlplugin.text import Text


def read_chunk(content: bytes, name: str, read_word: Callable[[io.BytesIO], list[Element]]) -> list[Element]:
    """The paragraphs and tables of a piece. Raises `EmbeddedError` where it is in a format that is not read here."""
    head = content[:1024].lstrip().lower()
    if content.startswith(b"PK\x03\x04"):
        return read_word(io.BytesIO(content))
    if head.startswith(b"{\\rtf"):
        raise EmbeddedError(kind=Text("RTF 文档", "an RTF document"))
    if head.startswith(b"mime-version:") or name.lower().endswith((".mht", ".mhtml")):
        return _page(_from_mail(content))
    if b"<" in head:
        return _page(decode(content, declared_encoding(content[:4096])))
    if content and name.lower().endswith(".txt"):
        return [Line(line, True) for line in decode(content).splitlines()]
    if not content:
        raise DocumentDamagedError(detail=Text("缺少嵌入的正文部件", "an embedded part of its text is missing"))
    raise EmbeddedError(kind=Text("未知格式的内容", "something of an unknown format"))


def _page(text: str) -> list[Element]:
    from xlplugin.reading.documents.formats.web.read import stream_of

    return stream_of(text)


def _from_mail(content: bytes) -> str:
    """The page in a web archive (.mht)."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return decode(body, part.get_content_charset() or declared_encoding(body[:4096]))
    raise EmbeddedError(kind=Text("没有网页的存档", "a web archive without a page"))
