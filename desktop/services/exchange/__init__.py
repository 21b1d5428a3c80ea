"""Bundles to and from Headquarters, on the side of an office and on that of Headquarters."""
