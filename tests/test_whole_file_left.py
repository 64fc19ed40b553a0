"""What a killed program was writing beside its target is taken away by the next that writes there; what another is writing is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xlplugin.runs.whole_file import beside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be removed there")
WRITES = "import sys, time\nfrom pathlib import Path\nfrom xlplugin.runs.whole_file import beside\nwith beside(Path(sys.argv[1])) as path:\n    path.write_text('half')\n    print(path, flush=True)\n    time.sleep(60)\n"


@pytest.mark.slow
def test_what_a_killed_program_left_is_taken_away_and_what_another_writes_is_not(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", WRITES, str(target)], stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        left = Path(program.stdout.readline().strip())
        os.utime(left, (time.time() - 60, time.time() - 60))
        with beside(target) as path:
            path.write_text("whole", "utf-8")
        assert left.exists() and target.read_text("utf-8") == "whole"
        program.send_signal(signal.SIGKILL)
        program.wait()
        with beside(tmp_path / "b.csv"):
            assert left.exists(), "what belongs to another target"
        with beside(target):
            assert not left.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "b.csv"]
