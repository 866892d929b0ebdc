"""The product as every test of a process finds it: loaded, its policies and its calendar read, once and not per test."""

from functools import cache
from typing import Any

from mediation import app, bindings, calendars, schema
from mediation.access.guard import Policy, guard
from mediation.infra import memory
from mediation.infra import runtime as runtimes
from mediation.infra.runtime import Runtime
from mediation.kit.workdays import Calendar
from mediation.settings import Settings, resource_dir

__all__ = ["app", "load", "runtime"]


@cache
def load() -> tuple[Calendar, Policy]:
    """What is in `policies`. Whatever is loaded now is left out of later collections of garbage, as when one serves."""
    schema.build(introspection=True)
    policies = resource_dir("policies")
    guard.load(policies)
    loaded = calendars.load(policies), guard.policy
    memory.settle()
    return loaded


def runtime(settings: Settings, **more: Any) -> Runtime:
    """A runtime for `settings` as the product builds it; the guard decides by the product's own policy again."""
    calendar, policy = load()
    assert settings.policies_dir == resource_dir("policies")
    guard.use(policy)
    bindings.bind()
    return runtimes.build(settings, calendar=calendar, **more)
