"""What partnerships bring: contributions promised and received (¶29)."""
