"""People and organisations outside the agencies, and the sealing of what identifies them.

Refuses to hold: what they are in a case (`case/`), and any number in the open.
"""
