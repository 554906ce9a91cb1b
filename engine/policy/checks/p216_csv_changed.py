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
          sha256: "38a077005f4084954729cd07148264f34ce7cbe357d8ed8c4e5edf151f0ffde6"
"""

from engine.core.diagnostic import Check

CSV_CHANGED = Check(code="P216", name="csv-changed")
