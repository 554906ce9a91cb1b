"""Tianping: pay rules as files, compiled to SQL, proven by a second evaluator."""

__all__ = ["__version__"]

__version__ = "0.1.0"
