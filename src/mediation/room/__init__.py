"""Mediation rooms: presence, messages, private sessions, the ladder of offers, minutes.

Refuses to hold: agreements (`agreement/`), and any trace of a private session on what the other side can read.
"""
