"""R541 accounts-unknown.

What it means
    Messages come from an account that no imported list of accounts has.

Why it matters
    Whose chats they are cannot be told, and guessing would credit the wrong agent.
"""

from engine.core.diagnostic import Check

ACCOUNTS_UNKNOWN = Check(code="R541", name="accounts-unknown")
