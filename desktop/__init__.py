"""Passerelle: private-sector partnerships of an IOM country office, offline."""

__version__ = "0.2.0"
