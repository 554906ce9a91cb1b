"""I826 entered-without-author.

What it means
    A measure that a person states is mapped without columns for author and time.

Why it matters
    A supervisor's points that nobody signed cannot be accounted for.

Wrong
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 协作, measure: teamwork_points, written_as: number, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    mapping: |
      author: {header: 评分人}
      entered_at: {header: 评分时间}
      columns:
        - {header: 协作, measure: teamwork_points, written_as: number}
    csv: |
      客服,月份,协作,评分人,评分时间
      小美,2024-05,90,林店长,2024-06-01 10:00
"""

from engine.core.diagnostic import Check

ENTERED_WITHOUT_AUTHOR = Check(code="I826", name="entered-without-author")
