"""Y108 too-deep.

What it means
    Lists or mappings stand inside each other more than forty deep.

Why it matters
    No policy needs it, and unlimited depth can exhaust memory.

Wrong
    title: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]   # <-

Right
    title: 方案
"""

from engine.core.diagnostic import Check

TOO_DEEP = Check(code="Y108", name="too-deep")
