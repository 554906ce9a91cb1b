"""B386 flag-rules-clash.

What it means
    Two rules ask for different things of the same order, and the policy says that at most one fits.

Why it matters
    An order has one flag; which of the two would depend on their order.

Wrong
    flags:
      source: taobao
      handled_by: [memo]
      hit: unique
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}"}
        改地址: {when: {改地址: 是}, flag: 紫}   # <-
      otherwise: none

Right
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}"}
        改地址: {when: {改地址: 是}, flag: 紫}
      otherwise: none
"""

from engine.core.diagnostic import Check

FLAG_RULES_CLASH = Check(code="B386", name="flag-rules-clash")
