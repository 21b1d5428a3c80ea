"""Reports for a period, in any language and format: the same numbers as on every screen (¶27, ¶30)."""
