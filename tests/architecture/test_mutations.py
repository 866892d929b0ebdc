"""What every mutation promises: a union of its result and the problems, and the version of whatever may change meanwhile."""

from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_union_type

from mediation import schema
from mediation.gql.relay import registered_nodes

PROBLEMS = ("NotFound", "Forbidden", "IllegalMove", "Invalid", "Conflict", "TooMany")
TWO_RESULTS = frozenset({"signIn"})
"""a session, or what is asked besides the password"""
SEEN = frozenset({"revision", "textHash", "version"})
"""how a caller says what they saw"""
WITHOUT_A_VERSION = {
    "makes something new": {
        "attachEvidence",
        "bookAdvance",
        "breakGlassCase",
        "completeSignIn",
        "contactDebtor",
        "createStaff",
        "draftAgreement",
        "enrollLawyer",
        "establishAgency",
        "inviteToRoom",
        "issueLink",
        "makeOffer",
        "offerAssignment",
        "offerReferral",
        "openCaucus",
        "openRoom",
        "previewRoster",
        "overrideAssignment",
        "recordFinding",
        "recordPayment",
        "recuseCase",
        "registerCase",
        "registerOrder",
        "reissueLink",
        "sendSignInCode",
        "setDeadline",
        "signIn",
        "speakInCaucus",
        "speakInRoom",
    },
    "ends what has one end only: it was there or it was not": {
        "acceptEvidence",
        "acceptOffer",
        "closeCaucus",
        "confirmPayment",
        "declineAgreement",
        "discardEvidence",
        "enterRoom",
        "handleNotice",
        "meetDeadline",
        "readNotice",
        "rejectOffer",
        "releaseOffer",
        "removeFromRoom",
        "reversePayment",
        "revokeLink",
        "signOut",
        "signOutEverywhere",
        "withdrawEvidence",
        "undoRoster",
        "withdrawOffer",
    },
    "is decided by the books at that moment": {"defaultCommitments"},
    "changes nothing, or the caller's own": {
        "changePassword",
        "confirmFactor",
        "deleteFilter",
        "discardDraft",
        "enrollFactor",
        "extendSession",
        "markCaseSeen",
        "removeFactor",
        "restoreFilter",
        "revealOrder",
        "revealPerson",
        "reviseProfile",
        "saveFilter",
        "touchRoom",
    },
    "puts a whole day, or year, in the place of what was there": {"loadCalendar", "setRota"},
    "makes a new one from the case as it stands, and looks itself whether the case changed meanwhile": {
        "generateDocument"
    },
}


def _schema() -> Any:
    return schema.build(introspection=True)._schema


def test_every_mutation_answers_its_result_or_one_of_six_problems():
    for name, field in _schema().mutation_type.fields.items():
        answer = get_named_type(field.type)
        assert is_union_type(answer), name
        members = [member.name for member in answer.types]
        results = members[: -len(PROBLEMS)]
        assert members[len(results) :] == list(PROBLEMS), name
        assert len(results) == (2 if name in TWO_RESULTS else 1), name
        assert not set(results) & set(PROBLEMS), name


def test_every_problem_has_a_code_and_words():
    for name in PROBLEMS:
        assert {"code", "message"} <= set(_schema().type_map[name].fields)


def test_what_can_change_under_its_caller_takes_what_the_caller_saw():
    without = set()
    for name, field in _schema().mutation_type.fields.items():
        given = get_named_type(field.args["input"].type).fields if "input" in field.args else field.args
        if not SEEN & set(given):
            without.add(name)

    excused = [name for names in WITHOUT_A_VERSION.values() for name in names]
    assert len(excused) == len(set(excused))
    assert without == set(excused)


def test_whatever_has_a_global_id_can_be_read_again_by_it():
    nodes = {
        name
        for name, type_ in _schema().type_map.items()
        if isinstance(type_, GraphQLObjectType)
        and any(isinstance(one, GraphQLInterfaceType) and one.name == "Node" for one in type_.interfaces)
    }

    assert nodes == registered_nodes() & set(_schema().type_map)
    assert len(nodes) > 15


def test_every_list_that_pages_needs_a_size_and_counts():
    paged = 0
    for type_ in _schema().type_map.values():
        for name, field in getattr(type_, "fields", {}).items():
            answer = get_named_type(field.type)
            if not answer.name.endswith("Connection"):
                continue
            paged += 1
            assert str(field.args["first"].type) == "Int!", name
            assert set(answer.fields) == {"edges", "pageInfo", "totalCount"}, name
    assert paged >= 25
