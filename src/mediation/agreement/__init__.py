"""Agreements, the promises of payment that follow from them, and the books of what was paid.

Refuses to hold: when an agreement takes effect and how a term runs (`law/`), and whether a promise is kept as a stored word:
standing is derived from the books.
"""
