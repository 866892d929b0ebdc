"""Status links and what a worker sees of their own case."""
