"""An invented office: the demonstration and the training office."""
