"""A bare number lacks its percent sign where it is larger than the ratio can be, and only there."""

from __future__ import annotations

import pytest

from tests.pipeline import bind_policy, codes

POLICY = """
format: 1
policy: pay
shop: demo
version: 1
title: a ratio of at least a half
effective: {{from: 2024-01}}
currency: CNY
sources: {{tests: "1"}}
measures:
  reached: {{unit: ratio, places: 4, min: 50%, max: 200%}}
roles:
  clerk: {{pay: [line]}}
pay:
  line: {{amount: "if(reached >= {limit}, 100, 0)", round: {{places: 2, mode: half_up}}}}
"""


@pytest.mark.parametrize("limit", ["0.3", "0.5", "1", "2", "30%"])
def test_a_number_that_is_no_larger_than_the_ratio_stands(limit: str) -> None:
    assert [] == codes(bind_policy(POLICY.format(limit=limit).encode()).diagnostics)


@pytest.mark.parametrize("limit", ["2.1", "60"])
def test_a_number_that_the_ratio_cannot_be_lacks_its_sign(limit: str) -> None:
    assert ["B326"] == codes(bind_policy(POLICY.format(limit=limit).encode()).diagnostics)
