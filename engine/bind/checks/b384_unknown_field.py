"""B384 unknown-field.

What it means
    A template names a field that nothing fills in.

Why it matters
    The memo would hold the braces instead of a word.

Wrong
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服名}"}   # <-
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

UNKNOWN_FIELD = Check(code="B384", name="unknown-field")
