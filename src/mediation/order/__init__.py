"""Service orders (服务订单): a need is ordered, dispatched, seen to and rated, on one card of four fields.

Refuses to hold cases: a need that turns out to be a dispute is registered as one.
"""
