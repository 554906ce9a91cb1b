"""How long the search goes on: the same examples every time, or, if asked, new ones for longer.

`HYPOTHESIS_PROFILE=search HYPOTHESIS_EXAMPLES=5000 pytest tests/properties` looks
further, and makes what it finds smaller.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

QUIET = tuple(HealthCheck)

settings.register_profile(
    "repeat",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=QUIET,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile("search", deadline=None, suppress_health_check=QUIET, print_blob=True)
EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "100"))

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "repeat")
IS_SEARCH = PROFILE == "search"

settings.load_profile(PROFILE)
