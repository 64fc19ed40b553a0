"""LibreOffice's own Python module `uno`, found and loaded wherever the system keeps it."""

from __future__ import annotations

import builtins
import importlib.util
import os
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from xlplugin.errors import HostError, HostGoneError, HostMissingError, HostPythonError, HostSilentError

_PROGRAMS = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/usr/local/lib/libreoffice/program", "/snap/libreoffice/current/lib/libreoffice/program")
_PACKAGED = ("/opt/libreoffice*/program", "/opt/LibreOffice*/program", "/Applications/LibreOffice.app/Contents/Resources")
_MODULES = ("/usr/lib/python3/dist-packages", "/usr/lib/python3*/site-packages", "/usr/lib64/python3*/site-packages")
_LIBRARIES = ("libpyuno.so", "pyuno.so")
_LINKED = re.compile(rb"libpython(3\.\d+)")
_LOADING = threading.Lock()


@cache
def load_uno() -> Any:
    """The module `uno`, imported; where the interpreter does not know it, from LibreOffice's or the system's folder, and nothing else from there.

    Raises HostMissingError where there is none, HostPythonError where it is built for another Python (loading it would crash).
    """
    with _LOADING:  # it changes how the whole process imports, for as long as it is loaded
        return _loaded()


def _loaded() -> Any:
    if "uno" in sys.modules or importlib.util.find_spec("uno") is not None:
        import uno

        return uno
    program = next((folder for folder in program_folders() if any((folder / library).exists() for library in _LIBRARIES)), None)
    source = next((folder / "uno.py" for folder in (program, *_globbed(_MODULES)) if folder is not None and (folder / "uno.py").exists()), None)
    if program is None or source is None:
        raise HostMissingError()
    check_python(program)
    return _load(source, program)


def program_folders() -> Iterator[Path]:
    """The folders that may hold LibreOffice's programs, the one that `soffice` on the path belongs to first."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        link = Path(folder or ".") / "soffice"
        if link.exists():
            yield link.resolve().parent
    yield from (Path(folder) for folder in _PROGRAMS)
    yield from _globbed(_PACKAGED)


def check_python(program: Path) -> None:
    """Raises HostPythonError where the bridge in a program folder is linked to another Python than the running one."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    for library in _LIBRARIES:
        path = program / library
        linked = {match.decode() for match in _LINKED.findall(path.read_bytes())} if path.exists() else set()
        if linked and running not in linked:
            raise HostPythonError(wanted="/".join(sorted(linked)), running=running)


def _globbed(patterns: Iterable[str]) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)


def _load(source: Path, program: Path) -> Any:
    """Runs `uno.py`. It changes `sys.path` and every later `import` of the process; both are put back."""
    spec = importlib.util.spec_from_file_location("uno", source)
    if spec is None or spec.loader is None:  # pragma: no cover - a .py file always has a loader
        raise HostMissingError()
    module = importlib.util.module_from_spec(spec)
    paths, hook = list(sys.path), builtins.__import__
    if (program / "fundamentalrc").exists():
        os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{program / 'fundamentalrc'}")
    sys.path.append(str(program))
    sys.modules["uno"] = module
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules["uno"]
        raise HostMissingError() from error
    finally:
        sys.path[:] = paths
        builtins.__import__ = hook
    return module


def resolve(pipe: str) -> Any:
    """The component context of the office that listens on a pipe. Raises HostSilentError where none does."""
    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    try:
        return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    except uno.getClass("com.sun.star.uno.Exception") as error:
        raise HostSilentError(detail=pipe) from error


def is_uno(error: Exception) -> bool:
    """Whether LibreOffice raised it."""
    return isinstance(error, load_uno().getClass("com.sun.star.uno.Exception"))


def is_open(model: Any) -> bool:
    """Whether a document, and the office that held it, is still there."""
    try:
        model.getURL()
    except load_uno().getClass("com.sun.star.uno.Exception"):  # DisposedException; others where the whole office is gone
        return False
    return True


@contextmanager
def host_errors(model: Any = None) -> Iterator[None]:
    """What LibreOffice raises inside becomes a HostError with a sentence: HostGoneError where the office, or the document `model`, was closed.

    Its own exceptions cannot pass through a context manager that is written as a generator: Python sets their traceback, which they refuse.
    """
    uno = load_uno()
    try:
        yield
    except uno.getClass("com.sun.star.lang.DisposedException") as error:
        raise HostGoneError() from error
    except uno.getClass("com.sun.star.uno.Exception") as error:
        if model is not None and not is_open(model):
            raise HostGoneError() from error
        words = f"{type(error).__name__.rpartition('.')[2]} {error}".strip().splitlines()[0][:200]
        raise HostError(zh=f"LibreOffice 没有完成操作（{words}）。请重试。", en=f"LibreOffice did not do it ({words}); try again") from error
