"""Fields, choices, and forms made of them."""
