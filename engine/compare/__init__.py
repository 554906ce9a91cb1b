"""Two policies side by side: what differs in words, and what it does to a month.

Takes two documents, or two paid months over the same figures. Gives differences.
Guarantees that comments, order of keys and spelling of numbers are no difference.
Refuses nothing.
"""
