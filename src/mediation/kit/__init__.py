"""Pure building blocks: no I/O, no settings, no framework, no clock."""
