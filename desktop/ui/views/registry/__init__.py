"""The pages of partners and partnerships."""
