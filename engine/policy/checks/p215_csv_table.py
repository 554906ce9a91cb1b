"""P215 csv-table.

What it means
    The CSV file that holds a long table is missing, leaves the policy folder, or does not fit
    the columns.

Why it matters
    A table that is not there cannot pay.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 岗位工资]
        units: {岗位工资: money}
        csv:
          file: 没有.csv   # <-
          sha256: "0000000000000000000000000000000000000000000000000000000000000000"

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
