"""What an auditor asks: a sample to be drawn again, each dollar followed to its evidence, a sealed copy of both."""
