"""Y107 too-large.

What it means
    The file is larger than any policy.

Why it matters
    A file of that size is a mistake or an attack, and reading it would take the machine.

Wrong
    file: size 5000000

Right
    title: 方案
"""

from engine.core.diagnostic import Check

TOO_LARGE = Check(code="Y107", name="too-large")
