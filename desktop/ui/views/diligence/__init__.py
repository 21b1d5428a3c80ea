"""The pages of due diligence and of the decision."""
