"""Flags and memos of orders: what they should be, what they say, and where the two differ.

Takes bound rules, the rule that fits each order, memos as people wrote them.
Gives memos to write, readings of memos with what was assumed, verdicts, a measure per agent.
Guarantees that a memo is never cut inside a character, and that no reading guesses in silence.
Refuses to judge an order of which a rule's fact is not known, or whose time has not come.
"""
