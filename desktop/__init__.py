"""Passerelle: private-sector partnerships of an IOM country office, offline."""

from datetime import date

__version__ = "0.3.0"  # the one place; pyproject.toml reads it, CHANGELOG.md has a heading for it
RELEASED = date(2026, 11, 1)  # the last release, for who runs the source; a build bears its own day (base/release.py)
