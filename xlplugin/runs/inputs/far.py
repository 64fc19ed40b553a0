"""What an address with a protocol answers when it does not give or take a file, in a sentence. Each file system that fsspec opens raises errors of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xlplugin.errors import UsageError, XlpluginError
from xlplugin.system_words import in_chinese
from xlplugin.text import Text, same

_PROTOCOL = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_UNREAD = Text("无法读取 {address}：{why}。", "cannot read {address}: {why}")
_UNKEPT = Text(
    "无法把审核结果写入 {address}：{why}。用了 --out 的，已写入的结果还在，解决后再运行同一条命令，只审没审完的。",
    "cannot write the results to {address}: {why}; with --out those written before are kept, and the same command goes on from there once that is mended",
)
_REFUSED = Text("没有权限，或者账号、密钥不对（{detail}）", "no permission, or the account or key is wrong ({detail})")
_SILENT = Text("连接不上（{detail}）", "it cannot be reached ({detail})")
_OTHER = same("{detail}")
_LONGEST = 200
_CREDENTIALS = ("credential", "auth", "logon", "permission", "accessdenied")
_CONNECTIONS = ("connect", "timeout", "endpoint", "resolv")
"""What the names of such errors hold: of botocore, aiohttp, paramiko, smbprotocol, requests."""


def is_remote(address: str) -> bool:
    """Whether an address names a protocol; a path of this machine does not."""
    return "://" in address and _PROTOCOL.match(address) is not None


def filesystem(address: str) -> tuple[Any, str]:
    """The fsspec file system of an address, and the path on it; raises `UsageError` for a protocol that is unknown or not installed, and for a host that does not answer."""
    import fsspec

    try:
        return fsspec.core.url_to_fs(address)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as error:
        match = _PROTOCOL.match(address)
        name = match[1] if match else address
        raise UsageError(
            zh=f"无法打开 {address}：没有安装 {name}:// 所需的软件包（{error}）。可试 pip install \"xlplugin[{name}]\"。",
            en=f'cannot open {address}: what {name}:// needs is not installed ({error}); try pip install "xlplugin[{name}]"',
        ) from error
    except Exception as error:  # some connect at once
        raise _told(_UNREAD, address, error) from error


@contextmanager
def reading(address: str) -> Iterator[None]:
    """Whatever a file system raises becomes a `UsageError` that names the address; that a file is not there passes as it is."""
    try:
        yield
    except (FileNotFoundError, XlpluginError):
        raise
    except Exception as error:
        raise _told(_UNREAD, address, error) from error


@contextmanager
def keeping(address: str) -> Iterator[None]:
    """The same for results that are to be kept, on a disk of this machine too."""
    try:
        yield
    except XlpluginError:
        raise
    except Exception as error:
        raise _told(_UNKEPT, address, error) from error


def _told(words: Text, address: str, error: Exception) -> UsageError:
    told = words.fill(address=address, why=why(error))
    return UsageError(zh=told.zh, en=told.en)


def why(error: BaseException) -> Text:
    """The reason in words, with what the file system says in brackets."""
    names = " ".join(kind.__name__ for kind in type(error).__mro__).lower()
    if isinstance(error, PermissionError) or any(name in names for name in _CREDENTIALS):
        words = _REFUSED
    elif isinstance(error, ConnectionError | TimeoutError) or any(name in names for name in _CONNECTIONS):
        words = _SILENT
    else:
        words = _OTHER
    said = words.fill(detail=detail(error))
    return Text(in_chinese(said.zh), said.en)


def detail(error: BaseException) -> str:
    """What an error says, on one line that is not too long; its kind where it says nothing."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split())[:_LONGEST].rstrip(".。 ") or type(error).__name__
