"""The grammar of the API: scalars, connections, problems as types, context, mutations, the page to try it.

Refuses to hold: a domain word; what a document may cost is `limits/`, what a caller may see `access/`.
"""
