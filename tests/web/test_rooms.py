"""The live room at its pages: who sees what, what is said once, and that a private session leaves no trace elsewhere."""

import asyncio
import re
from contextlib import asynccontextmanager
from typing import Any

import pytest

from mediation.agency import sessions
from mediation.room import entry
from tests.room.conftest import Table
from tests.room.conftest import table as table

PARTIES = ("worker", "employer")
_ONCE = re.compile(r'name="once" value="[\w-]+"')
_FEED = re.compile(r'data-after="([^"]*)" data-mark="(\w+)"')


class Seats:
    """Everyone of the table at their browsers, one at a time."""

    def __init__(self, browser: Any, table: Table) -> None:
        self.browser, self.table, self.room = browser, table, f"/rooms/{table.room_id}"
        self._settings = table.make.runtime.settings

    def be(self, who: str) -> Any:
        """Sit down as `who`."""
        cookies = self.browser.api.client.cookies
        cookies.clear()
        if who in self.table.tokens:
            name = entry.cookie_name if who in PARTIES else sessions.cookie_name
            cookies.set(name(self._settings), self.table.tokens[who])
        self.browser.token = self.table.tokens.get(who, "")
        return self.browser

    async def get(self, who: str, path: str = "") -> Any:
        """A page of the room as `who`."""
        return await self.be(who).get(self.room + path)

    async def post(self, who: str, path: str, values: Any = None, *, on: str | None = "", **more: Any) -> Any:
        """A form of the room as `who`; it stands on the page `on` of the room."""
        at = self.room + (path if on is None else on)
        return await self.be(who).post(self.room + path, values or {}, on=at, **more)

    async def feed(self, who: str, shown: str, path: str = "") -> Any:
        """What came since the page or the piece `shown`."""
        after, mark = _FEED.search(shown).groups()
        return await self.get(who, f"{path}/feed?after={after}&mark={mark}")

    async def seen(self, who: str, shown: str) -> tuple[Any, ...]:
        """Everything that `who` can read of the room, without the keys that are new on every page."""
        answers = [await self.get(who), await self.get(who, "?view=offers"), await self.feed(who, shown)]
        answers += [await self.get(who, path) for path in ("/offer", "/minutes")]
        answers.append(await self.be(who).get("/rooms"))
        return tuple((answer.status_code, _ONCE.sub("", answer.text), _headers(answer)) for answer in answers)


def _headers(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


@pytest.fixture
def seats(browser, table) -> Seats:
    """The table, at its pages."""
    return Seats(browser, table)


class Line:
    """The stream of pokes of one browser, as it comes."""

    def __init__(self) -> None:
        self.status, self.headers, self.chunks = 0, {}, asyncio.Queue[bytes]()

    async def hear(self) -> bytes:
        """The next piece."""
        async with asyncio.timeout(20):
            return await self.chunks.get()


@asynccontextmanager
async def listening(seats: Seats, who: str):
    """The application's own answer to an open stream: the test client would wait for its end."""
    line, gone = Line(), asyncio.Event()
    name = entry.cookie_name if who in PARTIES else sessions.cookie_name
    cookie = f"{name(seats.table.make.runtime.settings)}={seats.table.tokens[who]}"
    headers = [(b"host", b"test"), (b"cookie", cookie.encode()), (b"accept", b"text/event-stream")]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http"}
    scope |= {"path": f"{seats.room}/events", "raw_path": b"", "query_string": b"", "root_path": "", "headers": headers}
    scope |= {"client": ("127.0.0.1", 1), "server": ("test", 80)}

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            line.status, line.headers = message["status"], dict(message["headers"])
        else:
            await line.chunks.put(message["body"])

    task = asyncio.create_task(seats.table.api.app(scope, receive, send))
    try:
        yield line
    finally:
        gone.set()
        async with asyncio.timeout(20):
            await task


async def test_the_room_says_in_words_who_is_here_by_agency_and_gives_each_what_they_may_do(seats, table, clock):
    await table.say("employer", "可先付六成")
    clock.advance(seconds=61)

    mediator, worker = (await seats.get("mediator")).text, (await seats.get("worker")).text
    clerk, supervisor = (await seats.get("clerk")).text, await seats.get("supervisor")

    assert "可先付六成" in mediator
    assert "可先付六成" in worker
    assert mediator.count("离开") >= 4
    assert "在线" not in mediator
    assert "移出" in mediator
    assert "移出" not in worker
    assert "结束会议" in mediator
    assert "结束会议" not in worker + clerk
    assert 'aria-label="主导航"' in mediator
    assert 'aria-label="主导航"' not in worker
    assert 'href="/help"' not in worker
    assert 'href="/"' not in worker
    assert "提出报价" in worker
    assert "提出报价" not in clerk
    assert "单独沟通" in mediator
    assert "单独沟通" not in clerk
    assert supervisor.status_code in (200, 404)
    assert (await seats.get("stranger")).status_code == 404
    assert (await seats.get("other_lawyer")).status_code == 404


async def test_a_message_sent_twice_is_said_once_with_and_without_the_script(seats):
    page = await seats.get("worker")
    hidden = dict(re.findall(r'name="(form_token|once)" value="([\w-]+)"', page.text))
    client, headers = seats.browser.api.client, {"sec-fetch-site": "same-origin"}
    given = hidden | {"body": "社保须同时补缴", "audience": "EVERYONE"}

    plain = [await client.post(f"{seats.room}/say", data=given, headers=headers) for _ in range(2)]
    given = hidden | {"body": "再说一句", "once": "b" * 24}
    fetched = [
        await client.post(f"{seats.room}/say", data=given, headers=headers | {"x-requested-with": "fetch"})
        for _ in range(2)
    ]
    empty = await client.post(
        f"{seats.room}/say", data=hidden | {"once": "c", "body": " "}, headers=headers | {"x-requested-with": "fetch"}
    )

    assert [answer.status_code for answer in plain] == [303, 303]
    assert [answer.status_code for answer in fetched] == [204, 204]
    assert empty.status_code == 422
    assert "<" not in empty.text
    seen = (await seats.get("employer")).text
    assert seen.count("社保须同时补缴") == 1
    assert seen.count("再说一句") == 1


async def test_what_was_missed_comes_once_and_then_nothing(seats, table, clock):
    await table.say("worker", "第一句")
    clock.advance(seconds=30)
    page = (await seats.get("employer")).text
    assert (await seats.feed("employer", page)).status_code == 204

    await table.say("worker", "第二句")
    await table.offer("worker", "WORKERS", 21_640_000)
    piece = await seats.feed("employer", page)
    again = await seats.feed("employer", piece.text)
    clock.advance(seconds=5)
    await table.say("worker", "第三句")
    later = await seats.feed("employer", piece.text)

    assert piece.status_code == 200
    assert piece.text.count("第二句") == 1
    assert "第一句" not in piece.text
    assert "216,400.00" in piece.text
    assert (again.status_code, again.content) == (204, b"")
    # What came within the last seconds is told again: the page knows it by its id, and what was slow is not missed.
    assert later.text.count("第三句") == 1
    assert set(re.findall(r'id="m-[^"]+"', piece.text)) < set(re.findall(r'id="m-[^"]+"', later.text))


async def test_of_a_private_session_the_other_side_reads_not_one_byte(seats, table, clock):
    await table.say("employer", "大家好")
    await table.offer("worker", "WORKERS", 21_640_000)
    clock.advance(seconds=70)
    shown = {who: (await seats.get(who)).text for who in ("employer", "clerk")}
    before = {who: await seats.seen(who, shown[who]) for who in shown}

    caucus = await table.caucus("WORKERS")
    during = [{who: await seats.seen(who, shown[who]) for who in shown}]
    await table.whisper("worker", caucus, "底线是八成")
    made = await table.offer("worker", "WORKERS", 17_312_000, caucus=caucus)
    during.append({who: await seats.seen(who, shown[who]) for who in shown})
    inside = [await seats.get(who, f"/caucus/{caucus}") for who in ("mediator", "worker", "lawyer")]
    outside = [await seats.get(who, f"/caucus/{caucus}{tail}") for who in shown for tail in ("", "/feed")]
    nowhere = await seats.get("employer", f"/caucus/{caucus[:-4]}AAAA")
    offer = await seats.get("employer", f"/offers/{made['id']}/accept")
    await seats.post("mediator", f"/caucus/{caucus}/close", on=f"/caucus/{caucus}")
    after = {who: await seats.seen(who, shown[who]) for who in shown}

    for text in (page.text for page in inside):
        assert "底线是八成" in text
        assert "173,120.00" in text
        assert "对方看不到内容、时间和是否存在" in text
        assert "大家好" not in text
    assert {answer.status_code for answer in [*outside, nowhere, offer]} == {404}
    assert {_ONCE.sub("", answer.text) for answer in outside[:2]} == {_ONCE.sub("", nowhere.text)}
    for then in (*during, after):
        for who in shown:
            assert then[who] == before[who], who
    joint = (await seats.get("mediator")).text
    assert "173,120.00" not in joint
    assert "底线是八成" not in joint


async def test_pokes_hold_a_number_and_ring_for_those_only_whom_it_concerns(seats, table):
    async with listening(seats, "employer") as other, listening(seats, "worker") as own:
        assert await other.hear() == b'data: {"seq": 0}\n\n'
        assert await own.hear() == b'data: {"seq": 0}\n\n'
        caucus = await table.caucus("WORKERS")
        assert await own.hear() == b'data: {"seq": 1}\n\n'
        await table.whisper("worker", caucus, "底线是八成")
        assert await own.hear() == b'data: {"seq": 2}\n\n'
        assert other.chunks.empty()

        await table.say("mediator", "请双方回到桌前")
        assert await other.hear() == b'data: {"seq": 1}\n\n'
        await table.do("mediator", "removeFromRoom", "id", participant=table.seats["employer"], reason="扰乱秩序")
        assert other.headers[b"x-accel-buffering"] == b"no"
        assert other.headers[b"content-type"].startswith(b"text/event-stream")
        async with asyncio.timeout(20):
            while await other.hear() != b"":
                pass

    async with listening(seats, "stranger") as nobody:
        assert b"data" not in await nobody.hear()
    assert nobody.status == 404
    left = await seats.get("employer")
    assert (left.status_code, left.headers["location"]) == (303, "/r/left")


async def test_a_page_that_waits_does_not_keep_the_session_open(seats, clock):
    page = (await seats.get("mediator")).text
    after, mark = _FEED.search(page).groups()
    for _ in range(4):
        clock.advance(minutes=9)
        answer = await seats.be("mediator").get(f"{seats.room}/feed?after={after}&mark={mark}", x_waiting="1")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


async def test_offers_are_made_countered_and_accepted_and_then_stand(seats, table):
    form = {"wagesFen": "216,400", "socialInsuranceFen": "18000", "term.kind": "WITHIN_DAYS", "term.days": "3"}
    bad = await seats.post("worker", "/offer", form | {"wagesFen": "六千", "term.kind": ""}, on="/offer")
    made = await seats.post("worker", "/offer", form | {"conditions": "转账到各人账户"}, on="/offer")
    ladder = (await seats.get("employer")).text
    offer = re.search(r'/offers/([^/"]+)/accept"', ladder)[1]
    counter = {"wagesFen": "198400", "socialInsuranceFen": "18000", "term.kind": "ON_DATE", "term.on": "2026-12-01"}
    path = f"/offer?counter={offer}"
    countered = await seats.post("employer", "/offer", counter | {"counterTo": offer, "term.days": "3"}, on=path)
    ladder = (await seats.get("mediator")).text
    theirs = re.search(r'/offers/([^/"]+)/accept"', ladder)[1]
    confirm = f"/offers/{theirs}/accept"
    silent = await seats.post("mediator", confirm, on=confirm)
    accepted = await seats.post("mediator", confirm, {"onBehalfOf": table.seats["worker"]}, on=confirm)
    after = (await seats.get("employer")).text
    again = await seats.post("worker", f"/offers/{theirs}/withdraw", on="/offer")

    assert bad.status_code == 422
    assert 'value="六千"' in bad.text
    assert 'href="#f-term.kind"' in bad.text
    assert (made.status_code, countered.status_code, accepted.status_code) == (303, 303, 303)
    assert silent.status_code == 422
    assert 'href="#f-onBehalfOf"' in silent.text
    assert "18,000.00" in ladder
    assert "198,400.00" in ladder
    assert "已还价" in ladder
    gap = re.search(r'class="gap">.*?</p>', ladder, re.DOTALL)[0]
    assert "18,000.00" in gap
    assert "工资 18,000.00，社保 0.00" in gap
    assert "已接受" in after
    assert "/accept" not in after
    assert "/withdraw" not in after
    assert again.status_code == 403
    assert "回到调解室" in again.text
    assert "/settings" not in again.text
    assert (await seats.get("mediator", f"/offers/{theirs}/accept")).text.count("现在不能这样做") == 1


async def test_an_open_offer_is_countered_from_a_private_session_and_stays_open_until_that_is_passed_on(seats, table):
    await table.offer("worker", "WORKERS", 20_500_000)
    caucus = await table.caucus("EMPLOYER")
    inside = (await seats.get("employer", f"/caucus/{caucus}")).text
    path = re.search(r'href="/rooms/[^/"]+(/offer\?counter=[^"]+)"', inside)[1].replace("&amp;", "&")
    page = (await seats.get("employer", path)).text
    form = {"wagesFen": "198400", "term.kind": "WITHIN_DAYS", "term.days": "3"}
    form |= {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("caucus", "counterTo")}

    made = await seats.post("employer", "/offer", form, on=path)
    before = (await seats.get("worker", "?view=offers")).text
    release = re.search(r'(/offers/[^/"]+/release)"', (await seats.get("mediator", f"/caucus/{caucus}")).text)[1]
    await seats.post("mediator", release, {"allowed": "on", "words": "可以告诉他们"}, on=release)
    after = (await seats.get("worker", "?view=offers")).text

    assert "对劳动者方的报价还价" in inside
    assert "205,000.00" in page
    assert made.status_code == 303
    assert "等待回应" in before
    assert "已还价" not in before
    assert "已还价" in after


async def test_what_was_offered_in_private_is_passed_on_only_with_the_tick_and_the_words(seats, table):
    caucus = await table.caucus("EMPLOYER")
    form = {"wagesFen": "150000", "term.kind": "WITHIN_DAYS", "term.days": "30", "caucus": caucus}
    made = await seats.post("employer", "/offer", form, on=f"/offer?caucus={caucus}")
    inside = (await seats.get("mediator", f"/caucus/{caucus}")).text
    path = "/offers/" + re.search(r'/offers/([^/"]+)/release"', inside)[1] + "/release"

    asked = (await seats.get("mediator", path)).text
    no_tick = await seats.post("mediator", path, {"words": "李某：可以告诉他们"}, on=path)
    no_words = await seats.post("mediator", path, {"allowed": "on"}, on=path)
    hidden = (await seats.get("worker")).text
    done = await seats.post(
        "mediator", path, {"allowed": "on", "words": "李某：可以告诉他们", "caucus": caucus}, on=path
    )
    shown = (await seats.get("worker")).text

    assert made.headers["location"].startswith(f"{seats.room}/caucus/{caucus}")
    assert "转达授权的原话" in asked
    assert no_tick.status_code == 422
    assert "李某：可以告诉他们" in no_tick.text
    assert 'href="#f-allowed"' in no_tick.text
    assert no_words.status_code == 422
    assert 'href="#f-words"' in no_words.text
    assert "150,000.00" not in hidden
    assert done.status_code == 303
    assert "150,000.00" in shown
    assert "李某：可以告诉他们" not in shown


async def test_of_two_who_save_the_minutes_the_second_sees_both_texts_and_loses_none(seats, table):
    await table.say("worker", "要求月底前付清")
    drafted = (await seats.get("mediator", "/minutes?draft=1")).text
    first = await seats.post("mediator", "/minutes", {"revision": "0", "body": "甲的笔录"}, on="/minutes")
    second = await seats.post("colleague", "/minutes", {"revision": "0", "body": "乙的笔录"}, on="/minutes")
    merged = await seats.post("colleague", "/minutes", {"revision": "1", "body": "甲的笔录\n乙的笔录"}, on="/minutes")

    assert "王小明：要求月底前付清" in drafted
    assert (first.status_code, second.status_code, merged.status_code) == (303, 409, 303)
    assert "甲的笔录" in second.text
    assert "乙的笔录" in second.text
    assert all(choice in second.text for choice in ("保留我的", "用对方的", "合并"))
    assert 'name="revision" value="1"' in second.text
    seen = (await seats.get("worker", "/minutes")).text
    assert "乙的笔录" in seen
    assert "<textarea" not in seen


async def test_an_invited_party_comes_in_by_link_and_code_and_only_with_both(seats, table, make, clock):
    invited = await seats.post("mediator", "/invite", {"guest": ""}, on="/invite")
    party = re.search(r'value="(party [^"]+)"[^>]*> <span>[^<]*<small>用人单位', invited.text)[1]
    told = await seats.post(
        "mediator", "/invite", {"guest": party, "name": "周经理", "phone": "13912345678"}, on="/invite"
    )
    link, code = re.search(r"/r/(\w+)", told.text)[1], re.search(r'class="code"><strong>(\d{6})', told.text)[1]

    nobody = seats.be("nobody")
    shown, other = await nobody.get(f"/r/{link}"), await nobody.get("/r/" + "0" * 32)
    wrong = await nobody.post(f"/r/{link}", {"code": "000000" if code != "000000" else "111111"})
    unknown = await nobody.post("/r/" + "0" * 32, {"code": code})
    misread = [await nobody.post(f"/r/{where}", {"code": "12"}) for where in (link, "0" * 32)]
    entered = await nobody.post(f"/r/{link}", {"code": code})
    inside = await nobody.get(entered.headers["location"])
    mine = await nobody.get("/rooms/mine")
    used = await nobody.post(f"/r/{link}", {"code": code})
    staff_page = await nobody.get("/cases")

    assert invited.status_code == 422
    assert "139****5678" in told.text
    assert shown.text.replace(link, "") == other.text.replace("0" * 32, "")
    assert (wrong.status_code, unknown.status_code) == (422, 410)
    assert misread[0].text.replace(link, "") == misread[1].text.replace("0" * 32, "")
    cookie = entered.headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith("room=rp_")
    assert {"httponly", "path=/rooms", "samesite=lax"} <= parts
    assert entered.status_code == 303
    assert code not in entered.headers["location"]
    assert inside.status_code == 200
    assert "周经理" in inside.text
    assert mine.headers["location"] == entered.headers["location"]
    assert used.status_code == 410
    assert "回到调解室" in used.text
    assert staff_page.headers.get("location", "/login").startswith(("/login", "/r/left"))
    assert all(page.headers["referrer-policy"] == "no-referrer" for page in (shown, wrong, inside))


async def test_five_wrong_codes_kill_the_link_and_a_colleague_does_not_use_one_up(seats, table):
    said = await table.do(
        "mediator", "inviteToRoom", "link entryCode participant { id }", room=table.room_id,
        party=await _employer(table), name="周经理", phone="13912345678",
    )  # fmt: skip
    staff = await seats.be("mediator").post(f"/r/{said['link']}", {"code": said["entryCode"]}, on=f"/r/{said['link']}")
    nobody = seats.be("nobody")
    code = "000000" if said["entryCode"] != "000000" else "111111"
    answers = [(await nobody.post(f"/r/{said['link']}", {"code": code})).status_code for _ in range(6)]
    dead = await nobody.post(f"/r/{said['link']}", {"code": said["entryCode"]})

    assert staff.status_code == 409
    assert answers == [422] * 5 + [410]
    assert dead.status_code == 410


async def _employer(table: Table) -> str:
    from mediation.gql.relay import gid

    return gid("Party", table.employer_party.id)


async def test_ending_the_session_says_what_is_open_and_puts_the_parties_out(seats, table):
    await table.offer("worker", "WORKERS", 21_640_000)
    confirm = (await seats.get("mediator", "/close")).text
    version = re.search(r'name="version" value="(\d+)"', confirm)[1]
    stale = await seats.post("mediator", "/close", {"version": "999"}, on="/close")
    done = await seats.post("mediator", "/close", {"version": version, "note": "双方同意改日再谈"}, on="/close")

    assert "未回应的报价" in confirm
    assert "216,400.00" in confirm
    assert stale.status_code == 422
    assert done.status_code == 303
    assert "双方同意改日再谈" in (await seats.get("mediator")).text
    assert (await seats.get("worker")).headers["location"] == "/r/left"
    left = await seats.browser.get("/r/left")
    assert left.status_code == 410
    assert "您现在不在调解室里" in left.text
    today = await seats.be("mediator").get("/rooms")
    assert "今天还没有结束的调解" not in today.text
    assert "双方同意改日再谈" in today.text


async def test_a_room_is_opened_on_a_case_and_its_seats_are_taken_away_with_a_reason(seats, table, make):
    from mediation.case.models import CaseState
    from mediation.gql.relay import gid

    other = await make.case(agency=await make.agency(), state=CaseState.MEDIATING)
    case = f"/cases/{table.case_id}/room"
    there = await seats.be("mediator").get(case)
    colleague = await seats.get("colleague")
    entered = await seats.post("colleague", "/enter")
    seat = table.seats["clerk"]
    confirm = f"/seats/{seat}/remove"
    bare = await seats.post("mediator", confirm, on=confirm)
    done = await seats.post("mediator", confirm, {"reason": "另有公务"}, on=confirm)

    assert there.headers["location"] == seats.room
    assert "您还没有进入" in colleague.text
    assert entered.status_code == 303
    assert "您还没有进入" not in (await seats.get("colleague")).text
    assert bare.status_code == 422
    assert done.status_code == 303
    assert (await seats.get("clerk")).status_code == 404
    assert (await seats.be("mediator").get(f"/cases/{gid('Case', other.id)}/room")).status_code == 404
    await table.do("mediator", "closeRoom", "id", room=table.room_id, version=(await _version(table)))
    assert "以前的会议" in (await seats.be("mediator").get(case)).text
    opened = await seats.browser.post(case)
    assert opened.status_code == 303
    assert opened.headers["location"].startswith("/rooms/")


async def _version(table: Table) -> int:
    asked = "query($id: ID!) { room(id: $id) { version } }"
    return int((await table.ask("mediator", asked, id=table.room_id))["room"]["version"])


async def test_a_private_session_is_begun_by_a_form_and_gives_no_sign_of_life(seats, table, clock):
    clock.advance(seconds=61)
    none = await seats.post("mediator", "/caucus", on="/caucus")
    begun = await seats.post("mediator", "/caucus", {"side": "WORKERS"}, on="/caucus")
    path = begun.headers["location"].partition("?")[0].removeprefix(seats.room)
    page = (await seats.get("worker", path)).text
    said = await seats.post("worker", f"{path}/say", {"body": "只跟您说"}, on=path)
    piece = await seats.feed("mediator", (await seats.get("mediator", path)).text, path)

    assert none.status_code == 422
    assert begun.status_code == 303
    assert "data-touch" not in page
    assert "data-touch" in (await seats.get("worker")).text
    assert said.status_code == 303
    assert piece.status_code == 204
    assert "只跟您说" in (await seats.get("worker", path)).text
    assert "在线" not in (await seats.get("employer")).text
    touched = await seats.post("worker", "/touch", {"present": "1"})
    assert touched.status_code == 204
    assert (await seats.get("employer")).text.count("在线") == 1
