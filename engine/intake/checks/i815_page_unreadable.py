"""I815 page-unreadable.

What it means
    A saved page holds no message, a message without a date above it, or nothing that tells the buyer from the account.

Why it matters
    A reply that counts as a question changes who answered in time.

Wrong
    mapping: |
      kind: messages
      layout: page
      fields: {time: {header: time}, account: {header: account}, buyer: {header: buyer}, direction: {header: name, same_as: buyer}, text: {header: text}, auto: {fixed: 否}}
    rows: |
      <div class="chatTime">10:00:00</div><div class="chatName">小花</div><p>在吗</p>

Right
    mapping: |
      kind: messages
      layout: page
      fields: {time: {header: time}, account: {header: account}, buyer: {header: buyer}, direction: {header: name, same_as: buyer}, text: {header: text}, auto: {fixed: 否}}
    file: 小花.html
    rows: |
      <div class="groupTime">2024-05-01</div>
      <div><span class="chatTime">10:00:00</span><span class="chatName">小花</span><p>在吗</p></div>
      <div><span class="chatTime">10:00:20</span><span class="chatName">兰亭:小美</span><p>在的</p></div>
"""

from engine.core.diagnostic import Check

PAGE_UNREADABLE = Check(code="I815", name="page-unreadable")
