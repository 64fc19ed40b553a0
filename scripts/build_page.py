"""Builds 年报审核.html: the whole check in one file, which any recent browser runs from the disk, with no network and nothing installed.

    python scripts/build_page.py -o 年报审核.html             # fetches what it needs once, from npm and PyPI
    python scripts/build_page.py -o 年报审核.html --wheels F  # takes what lies in the folder F: an unpacked release of Pyodide and the pinned wheels

The same checkout and parts give the same bytes. What is inside, and under which licences, stands in the page itself (关于).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from _setup import ROOT, SetUpError, elsewhere, program, run

LARGEST = 22 * 10**6


def main(arguments: list[str]) -> int:
    """Writes the page; 1 where it is larger than it may be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "年报审核.html")
    parser.add_argument("--wheels", type=Path, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    if (status := elsewhere(__file__, *arguments)) is not None:  # the page is put together by the program itself, which is installed there
        return status
    content = build(asked.wheels).encode()
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    asked.output.write_bytes(content)
    print(f"{asked.output}: {len(content) / 1e6:.1f} MB")
    return 0 if len(content) <= LARGEST else 1


def build(wheels: Path | None = None) -> str:
    """The page."""
    from _page_packages import compressed, licence_of, packed
    from _page_parts import fetch

    from xlplugin.serve.assemble import Licence, Runtime, page_alone

    parts = fetch(wheels)
    own = own_wheel()
    inside = {
        "pyodide.asm.wasm": compressed(parts.runtime["pyodide.asm.wasm"]),
        "pyodide.asm.mjs": compressed(parts.runtime["pyodide.asm.mjs"]),
        "pyodide.mjs": compressed(parts.runtime["pyodide.mjs"]),
        "python_stdlib.zip": parts.runtime["python_stdlib.zip"],
        "packages.tar": compressed(_compiled(packed([*parts.wheels.values(), own]), parts.runtime)),
    }
    runtime = Licence("Pyodide, CPython", f"{parts.version}, {parts.python}", f"{parts.licence}, PSF-2.0", "https://github.com/pyodide/pyodide  https://docs.python.org/3/license.html")
    licences = [licence_of(own), runtime, *sorted(map(licence_of, parts.wheels.values()), key=lambda one: one.name.lower())]
    return page_alone(Runtime(inside, json.dumps({**parts.lock, "packages": {}}), parts.python, licences))


def _compiled(packages: bytes, runtime: Mapping[str, bytes]) -> bytes:
    """The same archive with its modules compiled, by the runtime itself."""
    node = shutil.which("node")
    if node is None:
        raise SetUpError("没有 node，不能生成网页。/ node is not installed, and the page cannot be built without it.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, content in runtime.items():
            (folder / name).write_bytes(content)
        (folder / "in.tar").write_bytes(packages)
        if run(node, str(Path(__file__).with_name("page_compile.mjs")), str(folder), str(folder / "in.tar"), str(folder / "out.tar")):
            raise SetUpError("编译没有成功，原因见上。/ Compiling failed, see above.")
        return (folder / "out.tar").read_bytes()


def own_wheel() -> bytes:
    """The wheel of this checkout."""
    with tempfile.TemporaryDirectory() as folder:
        if run(program("python"), "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, str(ROOT)):
            raise SystemExit(1)
        [wheel] = Path(folder).glob("*.whl")
        return wheel.read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
