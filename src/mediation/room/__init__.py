"""Mediation rooms: presence, messages, private sessions, the ladder of offers, minutes."""
