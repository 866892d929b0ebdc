"""Statutory and agreed deadlines, projected onto cases from what happened."""
