"""The desk of each member of staff: which cases they have looked at, the filters they keep, what they have begun to write.

Refuses to hold: anything about a case itself, and anything that another person may change.
"""
