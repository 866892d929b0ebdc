"""The desk of each member of staff: which cases they have looked at, and so what is new to them.

Refuses to hold: anything about a case itself, and anything that another person may change.
"""
