"""What the system and Python say in English, in Chinese: they stand inside sentences of ours, as the reason why a file cannot be read."""

from __future__ import annotations

import errno
import os
import re

from xlplugin.patterns import late

_REASONS = {
    "ENOENT": "没有这个文件或文件夹",
    "EACCES": "没有权限",
    "EPERM": "不允许这样做",
    "EEXIST": "已经有了",
    "ENOTDIR": "路径中有一段不是文件夹",
    "EISDIR": "是文件夹，不是文件",
    "ENOTEMPTY": "文件夹不是空的",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "超出磁盘配额",
    "EFBIG": "文件过大",
    "EROFS": "磁盘是只读的",
    "EIO": "磁盘读写出错",
    "EBUSY": "正被占用",
    "ETXTBSY": "正被占用",
    "EMFILE": "打开的文件过多",
    "ENFILE": "打开的文件过多",
    "ENAMETOOLONG": "名称过长",
    "ELOOP": "链接绕成了圈",
    "EINVAL": "参数无效",
    "ENOMEM": "内存不足",
    "EXDEV": "不在同一个磁盘上",
    "EPIPE": "对方已关闭",
    "ECONNREFUSED": "连接被拒绝",
    "ECONNRESET": "连接被中断",
    "ETIMEDOUT": "连接超时",
    "EHOSTUNREACH": "连不上那台机器",
    "ENETUNREACH": "网络不通",
    "EADDRINUSE": "地址已被占用",
}
_WORDS = tuple(
    (late(english), chinese)
    for english, chinese in (
        # tomllib
        (r" ?\(at line (\d+), column (\d+)\)", r"（第 \1 行第 \2 列）"),
        (r" ?\(at end of document\)", "（文件末尾）"),
        (r"Invalid statement", "语句写法有误"),
        (r"Invalid value", "值的写法有误"),
        (r"Invalid initial character for a key part", "键名的写法有误"),
        (r"Expected '=' after a key in a key/value pair", "键名后面缺少 ="),
        (r"Expected newline or end of document after a statement", "一行只能写一项"),
        (r"Expected '\]' at the end of a table declaration", "表头缺少 ]"),
        (r"more than (\d+) dots on a line", r"一行里有 \1 个以上的点"),
        (r"nested too deeply", "套得太深"),
        (r"Exceeds the limit \(\d+ digits\) for integer string conversion.*", "数字太长"),
        (r"Unterminated string", "引号不成对"),
        (r"Unclosed array", "方括号不成对"),
        (r"Illegal character '\\n'", "引号不成对"),
        (r"Cannot overwrite a value", "同一项写了两次"),
        (r"Cannot declare (.*?) twice", r"\1 写了两次"),
        # text that is in no known encoding; json; zipfile
        (r"'([\w-]+)' codec can't decode bytes? .* in position (\d+)(?:-\d+)?: .*", r"不是 \1 编码（第 \2 个字节起）"),
        (r"File is not a zip file", "不是压缩包"),
        (r"Bad CRC-32 for file '(.*?)'", r"“\1”校验不符"),
    )
)


LONGEST = 1_000
"""Characters of a sentence that are looked through; what follows in one that quotes a file at length stays."""


def in_chinese(sentence: str) -> str:
    """A Chinese sentence without the English that the system or Python put into it; what is not known stays."""
    if not any("A" <= mark <= "Z" or "a" <= mark <= "z" for mark in sentence):
        return sentence
    sentence, rest = sentence[:LONGEST], sentence[LONGEST:]
    sentence = re.sub(r"\[(?:Errno|WinError) -?\d+\] ", "", sentence)
    for english, chinese in _SYSTEM.items():
        if english in sentence:
            # The system's sentence quotes the path behind it: [Errno 2] No such file or directory: 'a.csv'.
            sentence = re.sub(re.escape(english) + r"(?:: '(.*?)'(?: -> '.*?')?)?", lambda found, words=chinese: words + (f"（{found[1]}）" if found[1] else ""), sentence)  # type: ignore[misc]
    for pattern, chinese in _WORDS:
        sentence = pattern.sub(chinese, sentence)
    return sentence + rest


_SYSTEM = {os.strerror(getattr(errno, name)): words for name, words in _REASONS.items() if hasattr(errno, name)}
