"""R510 author-missing.

What it means
    A figure that a person states was imported without that person's name.

Why it matters
    An auditor must be able to ask who judged.

Wrong
    figures: author

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

AUTHOR_MISSING = Check(code="R510", name="author-missing")
