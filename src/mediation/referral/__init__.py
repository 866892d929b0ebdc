"""A case shown by one agency to another, with what comes back.

Refuses to hold: the case's own state: a referral moves nothing, it lets somebody see.
"""
