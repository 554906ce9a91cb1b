"""P261 memo-template.

What it means
    A template of a memo has a brace that is not closed, or a field without a name.

Why it matters
    What stands there could neither be filled in nor read.

Wrong
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服+{日期}"}   # <-
      otherwise: none

Right
    flags:
      source: taobao
      handled_by: [memo]
      hit: first
      rules:
        改价: {when: {优惠金额: ">0"}, flag: 黄, memo: "{客服}+{日期}"}
      otherwise: none
"""

from engine.core.diagnostic import Check

MEMO_TEMPLATE = Check(code="P261", name="memo-template")
