"""Which legal ways are open in a case, from what the books say of it.

Holds the reading of the facts and their answer in the API. Refuses to hold the decision: that is `law/routing`, over plain
values, and which way is taken is the workers' and their lawyer's.
"""
