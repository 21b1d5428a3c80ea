"""Partners and partnerships: registered, found, changed, with their history."""
