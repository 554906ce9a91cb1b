"""Policies side by side: what differs in words, and what it does to months.

Takes two documents, or what several sides pay over the same figures. Gives differences.
Guarantees that comments, order of keys and spelling of numbers are no difference, and that
differences by agent, line, grade, role and month add up to the same total.
Refuses nothing.
"""
