"""B381 unknown-colour.

What it means
    A flag has a colour that no seller's tool has.

Why it matters
    The order could not get such a flag, and every order would be found wrong.

Wrong
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄色}   # <-
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

UNKNOWN_COLOUR = Check(code="B381", name="unknown-colour")
