"""Cases, from the counter to the money."""
