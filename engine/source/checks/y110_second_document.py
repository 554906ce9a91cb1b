"""Y110 second-document.

What it means
    A second document begins in the same file (---).

Why it matters
    One file is one version of one policy.

Wrong
    title: 方案
    ---   # <-

Right
    title: 方案
"""

from engine.core.diagnostic import Check

SECOND_DOCUMENT = Check(code="Y110", name="second-document")
