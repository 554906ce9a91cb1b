"""The workspace's one database file: imported batches, and the append-only chain of postings.

Takes batches and posted months. Gives datasets for a month, and entries with their digests.
Guarantees that every write is one transaction, and that nothing stored is ever changed.
Refuses figures that contradict earlier ones unless told to take the newer.
"""
