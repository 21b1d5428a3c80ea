"""What is printed: the document model, its drawing as PDF/A, and reading paper back."""
