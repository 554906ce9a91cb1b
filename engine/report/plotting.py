"""The library of charts, without the finder of modules that it leaves behind.

The finder is for plug-ins that nobody has here, in a manner of which Python warns in later imports.
"""

from __future__ import annotations

import sys

import pygal
from pygal.style import Style

__all__ = ["Style", "pygal"]

sys.meta_path[:] = [f for f in sys.meta_path if type(f).__module__ != pygal.__name__]
