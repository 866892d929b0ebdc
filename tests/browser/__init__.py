"""The product in a real browser. Left out of `make test`: `make browser` runs it, and says what it needs."""
