"""The record of what happened, kept in SQLite."""
