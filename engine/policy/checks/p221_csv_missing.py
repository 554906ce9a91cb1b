"""P221 csv-missing.

What it means
    The CSV file that a long table names is not in the folder of the policy.

Why it matters
    A table that is not there cannot pay, and a policy reads nothing outside its own folder.

Wrong
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 岗位工资]
        units: {岗位工资: money}
        csv:
          file: ../别处/评级.csv   # <-
          sha256: "0000000000000000000000000000000000000000000000000000000000000000"

Right
    tables:
      评级:
        lookup: 考核得分
        method: whole
        edge: from_inclusive
        columns: [from, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [0, 1500]
"""

from engine.core.diagnostic import Check

CSV_MISSING = Check(code="P221", name="csv-missing")
