"""Charts, drawn once for screen and paper: what they show (`chart`), where it stands (`plot`), what it tells."""
