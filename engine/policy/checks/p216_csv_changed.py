"""P216 csv-changed.

What it means
    The CSV file of a long table is not the one whose SHA-256 the policy states.

Why it matters
    A policy version must not change when a file beside it does.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 岗位工资]
        units: {岗位工资: money}
        csv:
          file: 评级.csv
          sha256: "0000000000000000000000000000000000000000000000000000000000000000"   # <-

Right
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 岗位工资]
        units: {岗位工资: money}
        csv:
          file: 评级.csv
          sha256: "a51bf7a155b24dc6a9bf8a16b32bd9a3ff2c8cef7d03b47fe3a54d7d4d8f3a6d"
"""

from engine.core.diagnostic import Check

CSV_CHANGED = Check(code="P216", name="csv-changed")
