"""B387 flag-rule-unreachable.

What it means
    Whatever an order is like, a rule before this one fits already, or its tests exclude each other.

Why it matters
    The rule looks as if it held, and never does.

Wrong
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}"}
        大改价: {when: {优惠金额: ">20"}, flag: 红}   # <-
      otherwise: none

Right
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        大改价: {when: {优惠金额: ">20"}, flag: 红}
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}"}
      otherwise: none
"""

from engine.core.diagnostic import Check

FLAG_RULE_UNREACHABLE = Check(code="B387", name="flag-rule-unreachable")
