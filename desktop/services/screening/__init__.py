"""Names of a partner searched in the sanctions lists, and what a person ruled on each match."""
