"""P223 level-steps.

What it means
    A ladder of levels names a step twice, starts outside its steps, or leaves open how it
    moves.

Why it matters
    Nobody could say which level an agent has, and what it pays.

Wrong
    history: {from: 2024-05}
    levels:
      星级:
        steps: [一星, 二星]
        start: 三星   # <-
        promote: 考核得分 >= 90
        review: every_month
        effect: next_month
    pay:
      工资: {amount: "如果(星级.级别 = 二星, 200, 0) + 评级.岗位工资"}
      提成: {amount: 销售额 × 1%}

Right
    history: {from: 2024-05}
    levels:
      星级:
        steps: [一星, 二星]
        start: 一星
        promote: 考核得分 >= 90
        review: every_month
        effect: next_month
    pay:
      工资: {amount: "如果(星级.级别 = 二星, 200, 0) + 评级.岗位工资"}
      提成: {amount: 销售额 × 1%}
"""

from engine.core.diagnostic import Check

LEVEL_STEPS = Check(code="P223", name="level-steps")
