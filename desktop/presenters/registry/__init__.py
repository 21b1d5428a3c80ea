"""The screens of partners and partnerships."""
