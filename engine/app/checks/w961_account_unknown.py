"""W961 account-unknown.

What it means
    An account in the imported file is not among the accounts, or is of an agent who is not in the
    roster. It is listed, and nobody is guessed.

Why it matters
    Its messages count for nobody until an import says whose they are.

Wrong
    cli: tianping import a chat log before the accounts

Right
    cli: tianping check
"""

from engine.core.diagnostic import Check

ACCOUNT_UNKNOWN = Check(code="W961", name="account-unknown", severity="warning")
