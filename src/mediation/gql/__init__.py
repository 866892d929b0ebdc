"""The grammar of the API: scalars, connections, problems as types, context, mutations. No domain word."""
