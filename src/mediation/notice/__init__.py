"""The one place for what leaves the house: post, render, quiet hours, channels, delivery, give up loudly.

Refuses to hold: an address longer than one sending, prose outside `templates/`, and why something is said (the features'
`notices.py`).
"""
