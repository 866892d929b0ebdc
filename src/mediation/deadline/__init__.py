"""Statutory and agreed deadlines, projected onto cases from what happened.

Refuses to hold: periods and articles (`law/deadlines/`), and a schedule of reminders: what is due is asked at every tick.
"""
