"""Effects without domain words: database, clock, unit of work, queue, wire, vault, log, bundled servers.

Refuses to hold: anything that a lawyer would recognise; what follows from an event is handed in (`reactions.py`).
"""
