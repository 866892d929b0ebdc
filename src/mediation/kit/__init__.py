"""Pure building blocks: money, working days, names and numbers, ids, state machines, problems.

Refuses to hold: I/O, settings, frameworks, and the time: today is an argument.
"""
