"""Files as shops export them → batches of canonical rows, with every rejected row reported.

Takes a file's bytes and an import mapping. Gives a `Batch`.
Guarantees exact text: no number passes through a float, no row vanishes without a `Reject`.
Refuses a file whose headers, encoding or period cannot be told.
"""
