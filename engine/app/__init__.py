"""Use cases: one function per verb of the command line.

Takes a workspace and what was asked. Gives a `Result`: a report, findings, and whether it stands.
Guarantees that files are read and written here and below, never in the pure stages.
Refuses with findings; raises `EngineError` where the world forbids to go on.
"""
