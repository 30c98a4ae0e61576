"""Text files and domain values, in both directions."""
