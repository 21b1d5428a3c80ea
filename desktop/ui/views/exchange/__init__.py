"""The pages of sending and receiving, and those of Headquarters."""
