"""The catalogue of a database as lines of text, so that two databases can be compared. Changes nothing."""

from mediation.infra.revisions import connect

_OURS = """
    WITH t AS (
        SELECT c.oid, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relname <> 'alembic_version'
    ) """

_QUERIES = {
    "column": """
        SELECT format('%I.%I %s%s%s%s%s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                      CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
                      ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
                      CASE a.attgenerated WHEN '' THEN '' ELSE ' GENERATED' END,
                      CASE a.attidentity WHEN '' THEN '' ELSE ' IDENTITY' END)
        FROM t JOIN pg_attribute a ON a.attrelid = t.oid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE t.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped""",
    "index": "SELECT pg_get_indexdef(i.indexrelid) FROM t JOIN pg_index i ON i.indrelid = t.oid",
    "constraint": """
        SELECT format('%I.%I %s', t.relname, k.conname, pg_get_constraintdef(k.oid))
        FROM t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype <> 'n'""",
    "trigger": """
        SELECT pg_get_triggerdef(g.oid) FROM t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal""",
    "view": "SELECT format('%I %s', t.relname, pg_get_viewdef(t.oid)) FROM t WHERE t.relkind IN ('v', 'm')",
    "sequence": "SELECT t.relname FROM t WHERE t.relkind = 'S'",
    "function": """
        SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
        WHERE n.nspname = 'public' AND p.prokind IN ('f', 'p') AND d.objid IS NULL""",
    "extension": "SELECT extname FROM pg_extension",
}


async def read(url: str) -> set[str]:
    """One line per column, index, constraint, trigger, view, sequence, function and extension of the database at `url`."""
    connection = await connect(url)
    try:
        return {
            f"{kind}: {' '.join(row[0].split())}"
            for kind, query in _QUERIES.items()
            for row in await connection.fetch(_OURS + query)
        }
    finally:
        await connection.close()


def differences(migrated: set[str], modelled: set[str]) -> list[str]:
    """What only one of the two has, like beside like; empty when they agree."""
    only_migrated = [(line, "only the migrations have") for line in migrated - modelled]
    only_modelled = [(line, "only the models have") for line in modelled - migrated]
    return [f"{where}: {line}" for line, where in sorted([*only_migrated, *only_modelled])]
