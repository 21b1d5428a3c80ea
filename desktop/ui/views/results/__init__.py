"""Views of what came of partnerships, and of what the function costs."""
