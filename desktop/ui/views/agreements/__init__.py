"""The pages of an agreement: its fields, its clauses, its pack."""
