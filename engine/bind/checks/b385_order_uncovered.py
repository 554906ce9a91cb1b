"""B385 order-uncovered.

What it means
    An order that can occur fits no rule, and the policy does not say what then holds.

Why it matters
    Nobody decided whether such an order needs a flag.

Wrong
    flags:   # <-
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}"}

Right
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}"}
      otherwise: none
"""

from engine.core.diagnostic import Check

ORDER_UNCOVERED = Check(code="B385", name="order-uncovered")
