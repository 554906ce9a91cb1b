"""Read a YAML file into a document whose every node knows its place.

Takes a file's name and bytes, and a JSON Schema. Gives a `Document`.
Guarantees that scalars keep the text that was typed and keys are unique.
Refuses anchors, aliases, merges, tags, other encodings, and files too large or too deep.
"""
