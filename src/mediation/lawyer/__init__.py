"""Aid lawyers: panel, rota, conflict check, assignment."""
