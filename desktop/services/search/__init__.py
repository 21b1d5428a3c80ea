"""The search over everything an office records: what is typed, read in every way; ranked; with the words around it."""
