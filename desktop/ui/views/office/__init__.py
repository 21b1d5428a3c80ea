"""The pages of the office itself: start, unlocking, people, copies, settings."""
