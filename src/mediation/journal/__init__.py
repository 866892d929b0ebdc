"""Append-only, hash-chained entries of what was done, and the log of who read what is sensitive.

Refuses to hold: names, numbers and what was said in a room; an entry has ids, amounts, dates, codes and short reasons.
"""
