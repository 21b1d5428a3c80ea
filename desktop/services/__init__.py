"""What users do: one function a deed, explicit arguments, no state."""
