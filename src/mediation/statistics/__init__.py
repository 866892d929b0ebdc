"""Figures of a period and the ledger behind them: counted from the books at the moment they are asked for, never kept.

Refuses to hold: a figure without a list whose rows add up to it, and anything of a single worker.
"""
