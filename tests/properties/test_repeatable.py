"""The same policy always becomes the same bytes, in whatever order Python's sets come."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.pipeline import CONFORMANCE, ROOT, SHIPPED, relative

COMPILE = """
import sys
from engine.core.digest import digest
from tests.pipeline import ROOT, bound_from, script_of
for name in sys.argv[1:]:
    content = (ROOT / name).read_bytes()
    bound = bound_from(content, name)
    print(name, bound.policy.meaning_digest, digest("script", 1, script_of(bound).text))
"""


def compiled(seed: str) -> str:
    names = [relative(path) for path in (*SHIPPED, *CONFORMANCE)]
    made = subprocess.run(
        [sys.executable, "-c", COMPILE, *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    return made.stdout.decode()


def test_two_processes_compile_to_the_same_bytes() -> None:
    first = compiled("1")
    assert first.count("\n") == len(SHIPPED) + len(CONFORMANCE)
    assert first == compiled("4242")
