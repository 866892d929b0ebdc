"""Agreements and the promises of payment that follow from them."""
