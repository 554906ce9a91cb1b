"""B383 unknown-fact.

What it means
    A rule tests something that is not known of orders, or a blank column is not one of theirs.

Why it matters
    The rule would never match.

Wrong
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {改价: ">0"}, flag: 黄}   # <-
      otherwise: none

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

UNKNOWN_FACT = Check(code="B383", name="unknown-fact")
