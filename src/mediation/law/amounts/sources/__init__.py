"""The clauses that the heads of amounts rest on, each once, with the words a lawyer would put a finger on."""
