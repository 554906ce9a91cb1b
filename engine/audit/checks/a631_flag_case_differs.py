"""A631 flag-case-differs.

What it means
    A worked example of rules about flags comes out otherwise than it says.

Why it matters
    Either the rules or the example are not what was meant.

Wrong
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄}
      otherwise: none
      cases:
        - {case: 没改价, order: {优惠金额: 0}, expect: {rule: 改价}}   # <-

Right
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄}
      otherwise: none
      cases:
        - {case: 没改价, order: {优惠金额: 0}, expect: {rule: none}}
"""

from engine.core.diagnostic import Check

FLAG_CASE_DIFFERS = Check(code="A631", name="flag-case-differs")
