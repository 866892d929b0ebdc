"""Real processes that are killed, servers that are restarted, and what must be there afterwards."""
