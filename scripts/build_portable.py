"""Builds the kits that need no Python and no network: a folder for Linux (.tar.xz, and .deb for UOS, Kylin, Debian), and one for Windows (.zip).

    python scripts/build_portable.py                        # dist/: the Linux kit; with --windows the Windows kit
    python scripts/build_portable.py --page 年报审核.html     # with the page that build_page.py made
    python scripts/build_portable.py --windows --python F --sha256 D   # with python.org's embeddable package in it
    python scripts/build_portable.py --renew                # pins Debian's packages and the wheels anew
    python scripts/build_portable.py --prove                # as root: the kits in a system that has a shell and nothing else

What is fetched comes from Debian and the package index, once, and has to have the digests that stand in scripts/portable/.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from _setup import ROOT, elsewhere


def main(arguments: list[str]) -> int:
    """Builds what is asked for; 1 where a kit is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist", metavar="FOLDER")
    parser.add_argument("--page", type=Path, metavar="FILE")
    parser.add_argument("--windows", action="store_true")
    parser.add_argument("--python", type=Path, metavar="ZIP")
    parser.add_argument("--sha256", default="", metavar="DIGEST")
    parser.add_argument("--renew", action="store_true")
    parser.add_argument("--prove", action="store_true")
    asked = parser.parse_args(arguments)
    if (status := elsewhere(__file__, *arguments)) is not None:
        return status
    from portable import kits

    if asked.renew:
        kits.renew()
        return 0
    if asked.windows:
        return kits.build_windows(asked.output, asked.page, asked.python, asked.sha256)
    status = kits.build_linux(asked.output, asked.page)
    if asked.prove and status == 0:
        from portable import prove

        return prove.all_of(asked.output / kits.LINUX, asked.output / kits.DEB)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
