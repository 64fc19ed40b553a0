"""Workbooks that are encrypted with the password that every spreadsheet program tries by itself: nobody was ever asked for it.

Excel encrypts a workbook whose structure is protected with the password VelvetSweatshop, and opens it without a word
([MS-OFFCRYPTO] 2.4.2.3). Other passwords are not tried.
"""

from __future__ import annotations

import io
import re

from xlplugin.errors import EncryptedError, LibraryMissingError
from xlplugin.text import Text

DEFAULT_PASSWORD = "VelvetSweatshop"
MOST_ROUNDS = 1_000_000
"""Rounds of hashing; Excel takes 100,000. A file that asks for more only wants to keep us busy."""
_KIND = Text("加了密的工作簿", "an encrypted workbook")
_ROUNDS = re.compile(rb'spinCount="(\d{1,12})"')


def decrypted(content: bytes, largest: int) -> bytes:
    """The workbook inside an encrypted file; raises `EncryptedError` where the default password does not open it."""
    rounds = [int(count) for count in _ROUNDS.findall(content)]
    if any(count > MOST_ROUNDS for count in rounds):
        raise EncryptedError()
    found = io.BytesIO()
    try:
        from msoffcrypto import OfficeFile
    except ImportError as error:  # as in a browser
        raise LibraryMissingError(kind=_KIND, package=error.name or str(error)) from error
    try:
        file = OfficeFile(io.BytesIO(content))
        file.load_key(password=DEFAULT_PASSWORD)
        file.decrypt(found)
    except Exception as error:  # the library has an exception for each scheme, and several are plain `Exception`
        raise EncryptedError() from error
    if not 0 < len(found.getvalue()) <= largest or found.getvalue() == content:
        raise EncryptedError()
    return found.getvalue()
