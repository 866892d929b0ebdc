"""Documents over HTTP: what can be made, making it, reading it."""

KINDS = """query($case: ID!, $worker: ID) { documentKinds(case: $case, worker: $worker) {
  kind title group issuer madeFor isPossible when fields { field label source mayBeGiven } missing { field label source mayBeGiven }
  given { field value } } }"""


async def test_x(small, api, runtime):
    from mediation.gql.relay import gid

    r = await api.send(KINDS, {"case": gid("Case", small.case.id)}, token=small.token)
    print(r.text[:600])
