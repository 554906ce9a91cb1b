"""I825 wrong-grain.

What it means
    A measure of the whole shop stands in a mapping of agents, or the other way round.

Why it matters
    A shop's sales given to each agent would be paid as many times as there are agents.

Wrong
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 店铺销售额, measure: shop_sales, written_as: yuan, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420

Right
    mapping: |
      columns:
        - {header: 接待人数, measure: received, written_as: number}
        - {header: 销售额, measure: sales, written_as: yuan, optional: true}
    csv: |
      客服,月份,接待人数
      小美,2024-05,420
"""

from engine.core.diagnostic import Check

WRONG_GRAIN = Check(code="I825", name="wrong-grain")
