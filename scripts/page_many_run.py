"""Drops many submissions as one .zip on 年报审核.html and compares all that can be taken away with what the command line writes.

    python scripts/page_many_run.py [COUNT]

Headless Chromium without a network; the submissions are those of `make_samples.py --many`. Prints what differs; 1 where anything does.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _setup import ROOT, elsewhere


def main(count: int) -> int:
    """Prints how many were compared, and each difference."""
    if (status := elsewhere(__file__, str(count))) is not None:
        return status
    sys.path.insert(0, str(ROOT))
    from _many_samples import LIST, write_many

    from tests.chromium import browser
    from tests.page_alone import built, missing, opened
    from tests.page_taken import FILES, FOLDERS, taken_otherwise, written

    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="xlplugin-page-many-", ignore_cleanup_errors=True) as own:
        folder = Path(own)
        write_many(count, folder / "many")
        (folder / "many" / LIST).unlink()
        files = {f"乡镇/{path.name}": path.read_bytes() for path in sorted((folder / "many").iterdir())}
        roster = "单位\n样例县甲镇\n不存在镇\n".encode()

        def check(*arguments: str) -> None:
            subprocess.run([sys.executable, "-m", "xlplugin", "check", *arguments], cwd=folder / "in", stdout=subprocess.DEVNULL, check=False)

        written(files, roster, folder, check)
        copies = sum(1 for name in FOLDERS.values() for _ in (folder / name).rglob("*.xlsx"))
        with browser(folder / "profile") as running:
            running.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
            opened(running, built())
            start = time.monotonic()
            found = taken_otherwise(running, files, roster, folder)
            outside = [address for address in running.requests if not address.startswith(("file:", "blob:", "data:"))]
        print(f"{len(files)} submissions as one .zip, {time.monotonic() - start:.0f} s in the browser: {', '.join((*FILES, *FOLDERS))} ({copies} copies): {len(found)} differences, {len(outside)} requests")
    for line in (*found, *outside):
        print(line)
    return int(bool(found or outside))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
