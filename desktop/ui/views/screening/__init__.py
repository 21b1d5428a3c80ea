"""The pages of screening and of the sanctions lists."""
