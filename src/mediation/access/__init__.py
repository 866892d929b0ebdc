"""The one place for authorization: verbs, scopes, guard. Knows no table and no transport."""
