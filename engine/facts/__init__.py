"""Service rules → the SQL that turns chats and orders into facts, and facts into sums.

Takes `Service`, the tables of facts and measures from rows. Gives `Step`s in order.
Guarantees the same steps for the same settings; no data is looked at, no number is a float.
Refuses nothing: what a policy may ask for has been checked by bind.
"""
