"""Tests mirror src; see docs/architecture.md."""
