"""R541 accounts-unknown.

What it means
    Messages come from an account that no imported list of accounts has.

Why it matters
    Whose chats they are cannot be told, and guessing would credit the wrong agent.

Wrong
    rows: messages of an account that nobody listed

Right
    rows: messages of accounts that are listed
"""

from engine.core.diagnostic import Check

ACCOUNTS_UNKNOWN = Check(code="R541", name="accounts-unknown")
