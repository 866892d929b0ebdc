"""Status links and what a worker sees of their own case.

Refuses to hold: anything of the colleagues, the roster or the room: the page is an allow-list of the worker's own matter.
"""
