"""B382 unknown-flag-source.

What it means
    The flags come from a tool whose codes are not known, and the policy does not list them.

Why it matters
    0 to 10 mean other colours in other tools.

Wrong
    flags:
      source: 淘宝网   # <-
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}"}
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

UNKNOWN_FLAG_SOURCE = Check(code="B382", name="unknown-flag-source")
