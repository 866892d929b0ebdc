"""The commands that answer a question of law from the terminal, for anyone who wants to check us.

All but `doors`, which is asked about a case, need neither database nor server.

Each prints what the product itself would say, in words or as JSON; `pages.py` has the pages that are written from the code.
Refuses to hold rules (`law/`) and to change anything.
"""
