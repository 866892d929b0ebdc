"""Append-only, hash-chained entries of what was done, and the log of who read what is sensitive."""
