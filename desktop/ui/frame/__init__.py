"""The windows that pages stand in."""
