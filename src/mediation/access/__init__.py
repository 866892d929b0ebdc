"""The one place for authorization: verbs, scopes, guard.

Refuses to hold: tables, transports, and the permissions themselves, which are lines in `policies/access`.
"""
