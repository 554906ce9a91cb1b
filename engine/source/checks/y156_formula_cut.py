"""Y156 formula-cut.

What it means
    A comma inside `{…}` cut a formula in two: YAML takes what follows it for a key.

Why it matters
    Half a formula would be read, and the other half as a key.

Wrong
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: 最小(销售额, 100)}   # <-

Right
    pay:
      工资: {amount: 评级.岗位工资}
      提成: {amount: "最小(销售额, 100)"}
"""

from engine.core.diagnostic import Check

FORMULA_CUT = Check(code="Y156", name="formula-cut")
