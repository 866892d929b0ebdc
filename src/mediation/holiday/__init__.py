"""Notices of holidays that an administrator loads while the product runs, and the working days that follow from them.

Refuses to hold: how days are counted (`kit/workdays.py`), and what depends on them: whoever computes asks `current.py`, and
what is computed again follows from the event (`reactions.py`).
"""
