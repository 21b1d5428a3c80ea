"""The screens of due diligence and of the decision."""
