"""P215 csv-table.

What it means
    The CSV file that holds a long table cannot be read as CSV, or its first line is not what
    the policy lists under `columns`.

Why it matters
    A column read as another would pay by the wrong number.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 工资]
        units: {工资: money}
        csv:
          file: 评级.csv   # <-
          sha256: "38a077005f4084954729cd07148264f34ce7cbe357d8ed8c4e5edf151f0ffde6"

Right
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 等级, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [60, 合格, 1500]
          - [0, 不合格, 1200]
"""

from engine.core.diagnostic import Check

CSV_TABLE = Check(code="P215", name="csv-table")
