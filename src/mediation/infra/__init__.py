"""Effects without domain words: database, clock, queue, wire, vault, log, bundled servers."""
