"""The screens of screening and of the sanctions lists."""
