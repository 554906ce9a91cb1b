"""What data exists: the measures that policies may name and their units, read from schemas/.

Takes the text of `schemas/measures.yaml`. Gives a `Catalog`.
Guarantees that every measure states unit, places, least and greatest value in both languages.
Refuses nothing of a policy; a broken catalogue is our bug.
"""
