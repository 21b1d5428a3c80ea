"""Agreements drafted from clauses, and the packs that are printed and signed."""
