"""An office's own tables of partners: read, understood with its officer, tried, imported, and rolled back."""
