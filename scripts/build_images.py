"""Makes the pictures of the README anew, in docs/images/: the template as LibreOffice prints it, the page of a batch and 年报审核.html as Chromium shows them.

    .venv/bin/python scripts/build_images.py

It needs LibreOffice, pdftoppm (poppler-utils), Chromium, node and npm. `live.png` shows a Calc with windows and is made by its test, which
presses the buttons: with `XLPLUGIN_SCREENSHOTS=FOLDER` in the environment `scripts/test.py tests/test_desktop.py` keeps what stood
on the screen; the picture is its upper left, 1170 x 720.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

import make_samples
from PIL import Image, ImageChops

from tests.chromium import browser
from tests.office import convert
from tests.page_alone import PICK, asked, built, handed
from xlplugin.cli import app

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
FAULTY = "03勾稽不平.xlsx"
"""The sample that is printed, and which page of it."""
_PAGE = 3
_ABOVE_FOOTER = 0.93
_WIDTH, _MARGIN = 910, 10
_WINDOW = (1200, 760)
_ROSTER = "单位,上级\n样例县,\n样例一镇,样例县\n样例四乡,样例县\n样例五镇,样例县\n"


def template(samples: Path, folder: Path) -> Image.Image:
    """The sheet 三、申请办理 of a faulty sample, without the paper's margins."""
    [printed] = convert([samples / make_samples.WITH_ERRORS / FAULTY], folder, to="pdf")
    subprocess.run(["pdftoppm", "-r", "200", "-f", str(_PAGE), "-l", str(_PAGE), "-singlefile", "-png", str(printed), str(folder / "printed")], check=True)
    whole = Image.open(folder / "printed.png").convert("RGB")
    whole = whole.crop((0, 0, whole.width, round(whole.height * _ABOVE_FOOTER)))
    left, top, right, bottom = ImageChops.difference(whole, Image.new("RGB", whole.size, "white")).getbbox() or (0, 0, *whole.size)
    scale = (_WIDTH - 2 * _MARGIN) / (right - left)
    inner = whole.crop((left, top, right, bottom)).resize((_WIDTH - 2 * _MARGIN, round((bottom - top) * scale)), Image.Resampling.LANCZOS)
    picture = Image.new("RGB", (_WIDTH, inner.height + 2 * _MARGIN), "white")
    picture.paste(inner, (_MARGIN, _MARGIN))
    return picture


def page(samples: Path, folder: Path) -> Image.Image:
    """The first screen of the report on all samples."""
    roster, report, target = folder / "名册.csv", folder / "page.html", folder / "page.png"
    roster.write_text(_ROSTER, "utf-8")
    with chdir(samples.parent):
        app(["check", samples.name, "--roster", str(roster), "--report", f"html={report}", "--fail-on", "never"], standalone_mode=False)
    with browser(folder) as window:
        window.open(report, *_WINDOW)
        window.photograph(target)
    return Image.open(target).convert("RGB")


def clerk(samples: Path, folder: Path) -> Image.Image:
    """The first screen of 年报审核.html with one faulty sample in it."""
    path, target = samples / make_samples.WITH_ERRORS / FAULTY, folder / "clerk.png"
    with browser(folder) as window:
        window.open(built(), *_WINDOW)
        window.evaluate("window.came = {}; 0")
        asked(window, "xlplugin.ready.then(() => 0)")
        window.evaluate(f"{PICK}({handed(window, 'one', {path.name: path.read_bytes()})})")
        asked(window, "new Promise(done => { const look = () => document.getElementById('app-take').hidden ? setTimeout(look, 50) : done(); look(); })")
        window.photograph(target)
    return Image.open(target).convert("RGB")


def main() -> int:
    """Writes the pictures, small enough for a page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        samples = folder / "samples"
        make_samples.main(samples)
        for kind in (template, page, clerk):
            work = folder / kind.__name__
            work.mkdir()
            target = IMAGES / f"{kind.__name__}.png"
            kind(samples, work).quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(target, optimize=True)
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
