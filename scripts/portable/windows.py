"""The kit for Windows: packages and start files, and a place for python.org's embeddable Python, which whoever builds it provides."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from pathlib import Path

from _setup import SetUpError
from portable.packages import unpack
from portable.wheels import HERE

PACKAGES = "python/Lib/site-packages"
_PATHS = "python311.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
"""python311._pth: nothing of the machine's own Python is seen. `import site` lets pywin32 find its libraries."""
_START = {
    "年报审核.cmd": ("start \"\" \"%~dp0python\\pythonw.exe\" -m xlplugin serve --open\r\n", "网页在浏览器里打开；没有人用，一小时后自动结束。"),
    "命令行.cmd": ("set \"PATH=%~dp0python;%PATH%\"\r\ndoskey xlplugin=\"%~dp0python\\python.exe\" -m xlplugin $*\r\ncd /d \"%USERPROFILE%\"\r\ncmd /k echo xlplugin check FOLDER\r\n", "可以写：xlplugin check 文件夹"),
    "安装Excel加载项.cmd": ("\"%~dp0python\\python.exe\" -m xlplugin addin install\r\npause\r\n", "先关闭 Excel。"),
    "安装LibreOffice工具栏.cmd": ("\"%~dp0python\\python.exe\" -m xlplugin addin install --host calc\r\npause\r\n", "先关闭 LibreOffice。"),
}
_NO_PYTHON = 'if not exist "%~dp0python\\python.exe" (\r\n  echo 缺少 Python，见 说明.txt。\r\n  pause\r\n  exit /b 1\r\n)\r\n'


def build(folder: Path, wheels: list[Path], embeddable: Path | None = None, digest: str = "") -> Path:
    """Makes the folder. `embeddable`: python.org's python-3.11.x-embed-amd64.zip, with the SHA-256 that its user vouches for.

    Raises `SetUpError` where that file is another one.
    """
    (folder / PACKAGES).mkdir(parents=True)
    unpack(wheels, folder / PACKAGES)
    if embeddable is not None:
        _embed(folder / "python", embeddable, digest)
    (folder / "python" / "python311._pth").write_bytes(_PATHS.encode("ascii"))
    for name, (command, remark) in _START.items():
        # in the code page of Chinese Windows, in which cmd reads it
        (folder / name).write_bytes(f"@echo off\r\nrem {remark}\r\n{_NO_PYTHON}{command}".encode("gbk"))
    (folder / "说明.txt").write_text((HERE / "readme-windows.txt").read_text("utf-8"), "utf-8-sig", newline="\r\n")
    return folder


def _embed(python: Path, embeddable: Path, digest: str) -> None:
    found = sha256(embeddable.read_bytes()).hexdigest()
    if found != digest.lower():
        raise SetUpError(f"{embeddable.name} 的 SHA-256 是 {found}，不是 {digest or '（没有给出）'}。/ its SHA-256 is {found}, not {digest or '(none given)'}.")
    with zipfile.ZipFile(embeddable) as archive:
        if not {"python.exe", "pythonw.exe", "python311.dll"}.issubset(archive.namelist()):
            raise SetUpError(f"{embeddable.name} 不是 64 位 Python 3.11 的嵌入包（embeddable package）。/ not the embeddable package of Python 3.11.")
        for name in archive.namelist():
            if not name.endswith("/") and Path(name).name == name:
                (python / name).write_bytes(archive.read(name))
