"""Cases: parties, representatives, claims, findings, ties to people, and the one state machine.

Refuses to hold: agreements, money paid, rooms, deadlines. Features above tell what they know through `waiting.py` and
`closing.py`; a case never asks them by name.
"""
