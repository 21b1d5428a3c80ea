"""The screens of sending and receiving, and those of Headquarters."""
