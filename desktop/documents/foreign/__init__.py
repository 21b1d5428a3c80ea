"""Files of others: what kind they are, told by their content, and whether they can be opened."""
