"""The screens of an agreement: its fields, its clauses, its pack."""
