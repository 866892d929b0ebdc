"""Agencies in the districts of a city, their staff and roles, and how staff sign in."""
