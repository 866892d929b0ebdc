"""What people typed is text in a real browser too: a hundred pieces of markup run nothing and break no rule; and nobody frames us."""

from playwright.async_api import expect

from mediation.agency.models import AgencyKind, District
from mediation.case.models import CaseState
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.rooms import sitting
from tests.hostile.markup import MARK, PAYLOADS

NAME = "张调解员"
_WATCH = f"window.ran = []; window.{MARK} = () => window.ran.push(location.href);"
_THEIRS = f"""() => [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a =>
  a.name.startsWith('on') || a.name === 'style' || (a.name === 'class' && a.value.includes('{MARK}')))
  || (e.tagName === 'SCRIPT' && !e.src) || ['IFRAME', 'BASE', 'STYLE', 'OBJECT', 'EMBED'].includes(e.tagName))
  .map(e => e.outerHTML.slice(0, 90))"""


async def test_a_hundred_pieces_of_markup_run_nothing_on_any_page(studio, people):
    agency, make = await studio.agency(), studio.make
    async with studio.runtime.db.session() as session:
        district = await session.get_one(District, agency.district_id)
    justice = await make.agency(kind=AgencyKind.JUSTICE, district=district)
    mediator = await people.account(NAME, Role.MEDIATOR, agency=agency)
    made = await sitting(studio.runtime, make, agency, mediator)
    pieces = iter(PAYLOADS)
    workers = [await make.claimant(made.case, name=next(pieces)) for _ in range(20)]
    for _ in range(60):
        await made.say("mediator", next(pieces))
    await made.offer("employer", 1_000_000, conditions=next(pieces))
    employer = await make.organisation(agency=agency, name=next(pieces))
    agreed = await make.case(agency=agency, employer=employer, state=CaseState.PERFORMING)
    clauses = [{"title": next(pieces), "text": next(pieces)} for _ in range(3)]
    agreement = await make.agreement(
        agreed, await make.claimant(agreed, name=next(pieces)), state="signing", manner=next(pieces), clauses=clauses
    )
    lawyer = await make.lawyer(agency=justice, name=next(pieces), firm=next(pieces), acted_for=employer.name)
    paper = make.evidence(made.case, uploaded_by=mediator.id, name=next(pieces))
    await make.save(paper)
    case, other = (f"/cases/{gid('Case', one.id)}" for one in (made.case, agreed))
    assert agreement.id
    assert lawyer
    assert len(workers) == 20

    read: dict[str, str] = {}
    async with people(NAME) as tab:
        await tab.add_init_script(_WATCH)
        dialogs: list[str] = []
        tab.on("dialog", lambda dialog: dialogs.append(dialog.message))
        for path in (
            f"{case}/parties", f"{case}/evidence", made.path, f"{other}/agreement", f"{other}/agreement/print",
            f"{other}/agreement/sign", f"{other}/lawyer", "/work?tab=AGENCY", "/cases", "/lawyers", f"{case}/roster", "/ledger",
        ):  # fmt: skip
            await tab.goto(path)
            read[path] = await tab.inner_text("body") + " ".join(
                await tab.locator("input, textarea").evaluate_all("all => all.map(e => e.value)")
            )
            assert await tab.evaluate("window.ran") == [], path
            assert await tab.evaluate(_THEIRS) == [], path
        assert dialogs == []
        assert [page.url for page in tab.context.pages] == [tab.url]

        seen = " ".join(" ".join(read.values()).split())
        shown = [piece for piece in PAYLOADS if " ".join(piece.split()) in seen]
        assert len(shown) >= 80, sorted(set(PAYLOADS[:90]) - set(shown))


async def test_no_page_stands_in_a_frame_of_another(studio, people):
    async with people(NAME, Role.MEDIATOR) as tab:
        tab.recorder.forgive("frame", "/work", "/login")
        await tab.goto("/login")
        outer = f"<title>prize</title><h1>click</h1><iframe src='{studio.origin}/work'></iframe>"
        await tab.route("**/outer", lambda route: route.fulfill(body=outer, content_type="text/html"))
        await tab.goto("/outer")
        await expect(tab.locator("h1")).to_have_text("click")
        inner = tab.frames[1]
        assert inner.url.startswith("chrome-error:") or await inner.locator("main").count() == 0
