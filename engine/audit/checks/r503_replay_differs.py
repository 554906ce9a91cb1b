"""R503 replay-differs.

What it means
    The SQL and the second evaluator come to different values for an agent.

Why it matters
    One of the two is wrong, so neither is paid.

Wrong
    run: differs

Right
    figures:
      小美: {服务得分: 90, 销售额: 10000}
"""

from engine.core.diagnostic import Check

REPLAY_DIFFERS = Check(code="R503", name="replay-differs")
