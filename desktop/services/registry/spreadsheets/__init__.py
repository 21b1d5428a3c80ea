"""An office's own tables of partners: read, understood with its officer, tried, taken in, and taken back."""
