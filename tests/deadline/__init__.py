"""Deadlines: when they end, what stands, who is told, who may see and meet them."""
