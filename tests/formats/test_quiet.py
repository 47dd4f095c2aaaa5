"""Nothing reaches standard error while silence is asked for, and everything does afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from menshen.formats.quiet import quiet

CODE = """
import os
from menshen.formats.quiet import quiet
with quiet():
    os.write(2, b"inside")
    with quiet():
        os.write(2, b"deeper")
    os.write(2, b"still")
os.write(2, b"after")
"""


def test_what_is_written_inside_is_gone() -> None:
    answer = subprocess.run([sys.executable, "-c", CODE], capture_output=True, check=True)
    assert answer.stderr == b"after"


def test_a_closed_standard_error_is_no_trouble() -> None:
    code = "import os; os.close(2)" + CODE.replace('os.write(2, b"after")', "")
    code = code.replace("os.write(2", "print(b''")
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_threads_leave_standard_error_as_it_was() -> None:
    before = os.fstat(2)

    def work(_: int) -> None:
        for _ in range(50):
            with quiet():
                os.write(2, b"x")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    after = os.fstat(2)
    assert (before.st_dev, before.st_ino) == (after.st_dev, after.st_ino)
