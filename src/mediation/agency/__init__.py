"""Agencies in the districts of a city, their staff and roles, and how staff sign in.

Refuses to hold: what a role may do (`policies/access`), and people outside the agencies (`person/`, `room/`).
"""
