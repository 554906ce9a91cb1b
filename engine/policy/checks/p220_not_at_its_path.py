"""P220 not-at-its-path.

What it means
    The shop, policy or version that a file states is not that of its path.

Why it matters
    A payout is traced to a file by these three.

Wrong
    file: path policies/demo/pay/v2.yaml

Right
    file: path policies/demo/pay/v1.yaml
"""

from engine.core.diagnostic import Check

NOT_AT_ITS_PATH = Check(code="P220", name="not-at-its-path", leaves_whole=True)
