"""The commands that answer a question of law from the terminal: no database, no server, for anyone who wants to check us.

Each prints what the product itself would say, in words or as JSON; `pages.py` has the pages that are written from the code.
Refuses to hold rules (`law/`) and to change anything.
"""
