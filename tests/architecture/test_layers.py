"""Who may import whom: the ladder in pyproject.toml, and the few modules that must stay clean of everything outside."""

from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from tests.architecture.source import imported, modules

OUTSIDE = ("sqlalchemy", "asyncpg", "strawberry", "starlette", "arq", "casbin", "httpx2", "redis")
INSIDE = ("mediation.infra", "mediation.access", "mediation.settings", "mediation.gql")


def _named(name: str, *prefixes: str) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def _breaches(select, *forbidden: str) -> list[str]:
    return [
        f"{path}: {name}"
        for path, tree in modules()
        if select(path)
        for name in imported(tree)
        if _named(name, *forbidden)
    ]


def _is_rules(path: Path) -> bool:
    return path.name in {"rules.py", "events.py"} and len(path.parts) == 2


def test_calls_go_down_the_ladder_and_never_up(capfd):
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS, capfd.readouterr().out


def test_kit_and_law_know_nothing_outside():
    pure = {"kit", "law"}

    assert _breaches(lambda path: path.parts[0] in pure, *OUTSIDE, *INSIDE, "sqlmodel") == []


def test_rules_and_events_decide_over_plain_values():
    assert _breaches(_is_rules, *OUTSIDE, *INSIDE) == []


def test_the_graph_is_spoken_at_the_edges_only():
    def is_inner(path: Path) -> bool:
        at_the_edge = any(part.startswith("graphql") for part in (*path.parts, path.stem))
        return not at_the_edge and path.parts[0] not in {"breadth", "gql", "limits"} and path != Path("schema.py")

    assert _breaches(is_inner, "strawberry") == []


def test_the_web_server_is_spoken_to_by_the_shell_only():
    shell = {"gql", "http", "web", "app.py", "__main__.py"}

    assert _breaches(lambda path: path.parts[0] not in shell, "starlette", "uvicorn") == []


def test_arq_is_the_workers_business_and_casbin_the_guards():
    assert _breaches(lambda path: path not in {Path("worker.py"), Path("infra/queue.py")}, "arq") == []
    assert _breaches(lambda path: path != Path("access/guard.py"), "casbin") == []
