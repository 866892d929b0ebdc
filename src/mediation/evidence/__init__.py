"""Evidence (证据材料): files that people attach to a case, examined, kept sealed with their hashes, never changed.

Refuses to hold papers that the product makes itself (`document/`) and rosters (`case/roster.py`).
"""
