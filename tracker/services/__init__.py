"""Use cases: they take a journal and a campaign and return values."""
