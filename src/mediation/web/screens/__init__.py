"""The staff's pages, one module for each group of screens: `routes(client)`, and `SAID` for what was done.

A page is a named operation, a template and a few lines between them. Refuses to hold rules: what may be done, and whether
it is right, the API says.
"""
