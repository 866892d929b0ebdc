"""Aid lawyers: panel, rota, conflict check, assignment.

Refuses to hold: whether aid is granted (the justice bureau's own decision), and what a lawyer says in a room (`room/`).
"""
