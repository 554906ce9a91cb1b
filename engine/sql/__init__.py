"""Plan → `Script`: SQL for one dialect, built as trees and printed once.

Takes a `Plan`. Gives a `Script` of commented statements that name the policy's own words.
Guarantees exact arithmetic: no `/`, no AVG, no DOUBLE; wide enough for every bound.
Refuses nothing: what could overflow was refused by `bind`.
"""
