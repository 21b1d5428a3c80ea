"""The office itself: its people, its copies, where each left off, the marks on its paper."""
