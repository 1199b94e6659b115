"""WHAT a report says: bytes -> Document -> Report -> checks. Pure: knows no portal, no network and no database."""

__version__ = "0.1.0"

READER = f"gongkai {__version__}"
"""Name and version of the reader, kept beside every reading so that a newer reader can read again."""
