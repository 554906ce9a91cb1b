"""R502 no-row-hit.

What it means
    A value of an agent has no row in a table, such as a level that the ladder lacks.

Why it matters
    There is no amount to pay.

Wrong
    tables:
      评级:
        lookup: 职级
        method: whole
        edge: exact
        columns: [is, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [1, 1500]
    figures:
      小美: {服务得分: 90, 销售额: 10000, 职级: 9}

Right
    tables:
      评级:
        lookup: 职级
        method: whole
        edge: exact
        columns: [is, 岗位工资]
        units: {岗位工资: money}
        rows:
          - [1, 1500]
    figures:
      小美: {服务得分: 90, 销售额: 10000, 职级: 1}
"""

from engine.core.diagnostic import Check

NO_ROW_HIT = Check(code="R502", name="no-row-hit")
