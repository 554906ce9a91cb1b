"""Y101 not-yaml.

What it means
    The file cannot be read as YAML: a bracket is open, an indent is off, or a colon stands
    where none may.

Why it matters
    Nothing of a file that cannot be read is guessed.

Wrong
    title: 方案: 二   # <-

Right
    title: '方案: 二'
"""

from engine.core.diagnostic import Check

NOT_YAML = Check(code="Y101", name="not-yaml")
