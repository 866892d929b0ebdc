"""Roles for people to read: the policy in words. What a role would be offered, without being offered it."""

from typing import Annotated, Self

import strawberry

from mediation.access.guard import Policy, guard
from mediation.access.scopes import Scope
from mediation.access.verbs import Verb
from mediation.agency import roles
from mediation.gql.context import Info
from mediation.kit.actor import STAFF_ROLES, Role


@strawberry.type(description="How far a permission reaches.")
class Reach:
    """A scope."""

    scope: str = strawberry.field(description="As the policy has it: agency, any, assigned, city, district, …")
    name: str = strawberry.field(description="In the reader's language.")

    @classmethod
    def of(cls, scopes: tuple[Scope, ...], locale: str) -> list[Self]:
        """In words."""
        return [cls(scope=scope.value, name=roles.SCOPES[scope].in_(locale)) for scope in scopes]


@strawberry.type(description="One thing that a role may do.")
class Permission:
    """On what, which verb, how far."""

    object: str = strawberry.field(description="What it is done to: the first half of the verb.")
    object_name: str = strawberry.field(description="The same in the reader's language.")
    verb: str = strawberry.field(description="`feature:verb`, as in the policy, the journal and `me.access.verbs`.")
    name: str = strawberry.field(description="In the reader's language, in the words of the journal.")
    reach: list[Reach] = strawberry.field(description="How far; any of them is enough.")


@strawberry.type(description="Something that a role does not see of what it sees.")
class HiddenPart:
    """Null there, and named in `access.denied`."""

    object: str = strawberry.field(description="Of what: the first half of a verb.")
    object_name: str = strawberry.field(description="The same in the reader's language.")
    what: str = strawberry.field(description="What is hidden, in the reader's language.")
    reach: list[Reach] = strawberry.field(description="Where: of what is seen this far and not otherwise.")


@strawberry.type(
    description="A role as the loaded policy has it. A person recused from a case has nothing of it there."
)
class RolePermissions:
    """No row is read for it: it says what a role may do, and shows nothing that it would see."""

    role: Role = strawberry.field(description="The role.")
    name: str = strawberry.field(description="In the reader's language.")
    verbs: list[str] = strawberry.field(
        description="What `me.access.verbs` would say to somebody with this role alone: it draws the menu."
    )
    permissions: list[Permission] = strawberry.field(description="Every verb, by what it is done to.")
    hidden: list[HiddenPart] = strawberry.field(description="What stays hidden of what is seen.")

    @classmethod
    def of(cls, policy: Policy, role: Role, locale: str) -> Self:
        """From the policy."""
        held = roles.permissions(policy, role)
        return cls(
            role=role,
            name=roles.ROLES[role].in_(locale),
            verbs=[one.verb.value for one in held],
            permissions=[
                Permission(
                    object=one.of,
                    object_name=roles.object_name(one.of).in_(locale),
                    verb=one.verb.value,
                    name=roles.said(one.verb).in_(locale),
                    reach=Reach.of(one.scopes, locale),
                )
                for one in held
            ],
            hidden=[
                HiddenPart(
                    object=part.of,
                    object_name=roles.object_name(part.of).in_(locale),
                    what=part.what.in_(locale),
                    reach=Reach.of(part.scopes, locale),
                )
                for part in roles.hidden(policy, role)
            ],
        )


@strawberry.type
class Query:
    """The policy, for those who answer for it."""

    @strawberry.field(
        description="Every role that can be granted, as the loaded policy has it: who, on what, what, how far."
    )
    async def role_matrix(self, info: Info) -> list[RolePermissions]:
        """policy:view"""
        context = info.context
        guard.require_somewhere(context.actor, Verb.POLICY_VIEW)
        return [RolePermissions.of(guard.policy, role, context.locale) for role in sorted(STAFF_ROLES)]

    @strawberry.field(
        description="What somebody with this role would be offered: verbs, reach, and what stays hidden. It is computed from "
        "the policy alone; the caller goes on seeing what they see, and nothing is read as somebody else."
    )
    async def preview(
        self, info: Info, role: Annotated[Role, strawberry.argument(description="The role.")]
    ) -> RolePermissions:
        """policy:view"""
        guard.require_somewhere(info.context.actor, Verb.POLICY_VIEW)
        return RolePermissions.of(guard.policy, role, info.context.locale)
