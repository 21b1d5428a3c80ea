"""Reports: their content in one language, and how it is written as paper, as tables and for programs."""
