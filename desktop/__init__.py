"""Passerelle: private-sector partnerships of an IOM country office, offline."""

from datetime import date

__version__ = "0.2.0"
RELEASED = date(2026, 11, 1)  # no clock that is right shows an earlier day; set with each release
