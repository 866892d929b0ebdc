"""One verb, many readers: the vocabulary, the events, the journal's words and the mutations are one list."""

import dataclasses

import yaml
from strawberry.utils.str_converters import to_camel_case
from tests.architecture.source import events

from mediation import schema
from mediation.access.guard import read_policy
from mediation.access.verbs import Verb, mutation_of, view_of
from mediation.gql.relay import registered_nodes
from mediation.journal import words
from mediation.settings import resource_dir

NO_EVENT = {
    "case_seen:mark": "how far somebody has looked: their own, and nothing of the case",
    "draft:discard": "nobody but its author knows of a draft",
    "draft:save": "nobody but its author knows of a draft",
    "link:open": "a look, kept in the access log",
}
BY_THE_SYSTEM = {
    "agreement:take_effect": "follows when every condition is met",
    "assignment:end": "follows from the end of the case, or from the lawyer's recusal",
    "assignment:expire": "a clock that runs out",
    "assignment:resume": "follows from the case being reopened",
    "commitment:move": "follows from a notice of holidays",
    "session:challenge": "follows from the password, where a second factor counts",
    "deadline:move": "follows from a notice of holidays",
    "case:mark_collective": "follows from the number of claimants",
    "case:warn": "follows from registrations",
}
BY_A_PAGE = {
    "evidence:upload": "a file is uploaded: POST, not GraphQL",
    "link:open": "GET /s/{token}",
    "link:prove": "a form of the status page",
    "rating:give": "a form of the status page",
    "receipt:report": "a form of the status page",
}
NO_VERB = {
    "touchRoom": "a sign of life: nobody decides anything and nothing happens",
}
NO_TYPE = {
    "Receipt": "shown as ReceiptReport, which has no id",
}
COMING = frozenset({"agreement"})
"""Features whose mutations may still be missing from the schema as a whole."""


def _said() -> set[str]:
    return {str(verb) for verb in Verb if not verb.endswith(":view")}


def _mutations() -> set[str]:
    return set(schema.build(introspection=True)._schema.mutation_type.fields)


def _landed(verb: str) -> bool:
    """Whether the feature of this verb has its mutations in the schema."""
    there = {feature.__name__.split(".")[1] for feature in schema.FEATURES if hasattr(feature, "Mutation")}
    return any(event.__module__.split(".")[1] not in COMING - there for event in events().get(verb, ()))


def test_the_vocabulary_is_alphabetical_and_says_feature_and_action():
    verbs = [str(verb) for verb in Verb]

    assert verbs == sorted(verbs)
    for verb in Verb:
        feature, _, action = verb.partition(":")
        assert verb.name == f"{feature}_{action}".upper()


def test_every_verb_can_be_seen_or_not_by_a_view_verb():
    assert all(view_of(verb).endswith((":view", ":open")) for verb in Verb)


def test_every_verb_that_does_something_has_an_event_and_every_event_a_verb():
    found = events()

    assert set(found) - _said() == set()
    assert _said() - set(found) == set(NO_EVENT)


def test_events_are_in_the_past_tense_of_one_subject_and_hold_plain_values_only():
    names = [event.__name__ for of_verb in events().values() for event in of_verb]

    assert len(names) == len(set(names))
    for of_verb in events().values():
        for event in of_verb:
            assert event.subject[0].isupper(), event
            assert event.__doc__, event
            assert dataclasses.is_dataclass(event), event


def test_the_journal_has_words_for_every_verb_in_both_languages():
    said = words.words()

    assert set(events()) <= set(said)
    assert set(said) <= _said()
    for verb, word in said.items():
        assert word.text.zh, verb
        assert word.text.en, verb
        assert word.text.zh != word.text.en, verb


def test_the_words_are_in_order_and_none_is_given_twice():
    file = words._FILE.read_text(encoding="utf-8")
    lines = [line.partition(": {")[0] for line in file.splitlines() if line and not line.startswith("#")]

    assert lines == sorted(lines)
    assert len(lines) == len(set(lines)) == len(yaml.safe_load(file))


def test_every_mutation_is_the_name_of_a_verb():
    named = {to_camel_case(mutation_of(verb)) for verb in Verb if not verb.endswith(":view")}

    assert _mutations() - named == set(NO_VERB)


def test_every_verb_that_does_something_has_its_mutation():
    without = {str(verb) for verb in Verb if to_camel_case(mutation_of(verb)) not in _mutations()}
    explained = set(BY_THE_SYSTEM) | set(BY_A_PAGE)

    assert {verb for verb in without & _said() if _landed(verb)} - explained == set()
    assert explained <= without, "what has a mutation needs no excuse"


def test_every_verb_is_somebodys_by_policy_or_needs_none():
    granted = {verb for _, verb, _ in read_policy(resource_dir("policies") / "access")}

    nobodys = {str(verb) for verb in Verb} - granted
    follows = set(BY_THE_SYSTEM) - {"assignment:expire"}
    let_in = {"session:open", "session:complete", "session:send_code"}
    assert nobodys == let_in | follows, "password and challenge decide the ones; the others follow, nobody may do them"


def test_the_subject_of_an_event_is_a_type_of_the_api():
    known = set(schema.build(introspection=True)._schema.type_map) | registered_nodes()

    subjects = {event.subject: verb for verb, of_verb in events().items() for event in of_verb if _landed(verb)}
    assert {subject for subject, verb in subjects.items() if subject not in known} == set(NO_TYPE)
