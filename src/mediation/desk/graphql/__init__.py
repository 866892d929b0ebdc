"""The desk in the API: what is new (news.py), filters that are kept (filters.py), drafts (drafts.py)."""
