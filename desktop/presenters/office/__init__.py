"""The screens of the office itself: start, unlocking, people, copies, settings."""
