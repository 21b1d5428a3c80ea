"""The transparency register (¶27): its rows, what of them leaves for whom, and its sealed editions."""
