"""I878 account-twice.

What it means
    An account would be of two agents on the same day.

Why it matters
    Messages would count for both.

Wrong
    mapping: |
      kind: accounts
      fields: {account: {header: 账号}, shop: {fixed: lanting}, agent: {header: 客服}, kind: {fixed: agent}, start: {header: 起}, end: {header: 止}}
    rows: |
      账号,客服,起,止
      a1,小美,2024-05-01,
      a1,阿文,2024-05-20,

Right
    mapping: |
      kind: accounts
      fields: {account: {header: 账号}, shop: {fixed: lanting}, agent: {header: 客服}, kind: {fixed: agent}, start: {header: 起}, end: {header: 止}}
    rows: |
      账号,客服,起,止
      a1,小美,2024-05-01,2024-05-20
      a1,阿文,2024-05-20,
"""

from engine.core.diagnostic import Check

ACCOUNT_TWICE = Check(code="I878", name="account-twice")
