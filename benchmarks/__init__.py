"""Ratios against hand-written SQL, measured in the same run: `python -m benchmarks.pay`."""
