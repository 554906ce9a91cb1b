"""Where scripts run. Takes a `Script` and a `Dataset`. Gives a `Run`: one row per agent.

Guarantees that the connection has no file, network or extension access while a policy runs.
Refuses a result column that is not exact.
"""
