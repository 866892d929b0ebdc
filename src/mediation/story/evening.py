"""Six to nine: the room, the private session nobody else knows of, four offers."""

from typing import Any

from mediation.infra.clock import SHANGHAI
from mediation.story.morning import TheCase
from mediation.story.people import EMPLOYER, workers
from mediation.story.stage import Person, Stage

ROOM = """query($id: ID!) { room(id: $id) { id state version
  messages(first: 100) { totalCount edges { cursor node { id body audience } } }
  offers { id side wagesFen socialInsuranceFen standing round gapFen }
  participants { id name side presence } caucuses { id side } minutes { revision } } }"""

LADDER = "query($id: ID!) { room(id: $id) { offers { id side totalFen standing round } } }"


def play(stage: Stage, case: TheCase) -> None:
    """The evening until the fourth offer is accepted."""
    room = _open(stage, case)
    seats = _seat_everybody(stage, case, room)
    _talk(stage, room, seats)
    _caucus(stage, room, seats)
    _offers(stage, case, room, seats)


def _open(stage: Stage, case: TheCase) -> str:
    stage.scene("调解室 · The room", "2026-11-20T18:00")
    made = stage.people["zhangmin"].do("openRoom", {"case": case.id}, "... on Room { id }")
    stage.tell("调解员 张敏", "开调解室")
    case.more["room"] = made["id"]
    return str(made["id"])


def _seat_everybody(stage: Stage, case: TheCase, room: str) -> dict[str, Person]:
    mediator = stage.people["zhangmin"]
    agencies = mediator.ask("{ agencies(first: 20) { edges { node { id kind nameZh district { nameZh } } } } }")
    for edge in agencies["agencies"]["edges"]:
        agency = edge["node"]
        if agency["district"]["nameZh"] == "闵行区" and agency["kind"] != "UNION":
            mediator.do("inviteToRoom", {"room": room, "agency": agency["id"]}, "... on RoomInvitation { id }")
    mediator.do("inviteToRoom", {"room": room, "lawyer": case.more["lawyer"]}, "... on RoomInvitation { id }")
    stage.tell("调解员 张敏", "邀请区法院、区人社局、区司法局、援助律师、公司和三名劳动者代表")
    for login in ("wujing", "sunli", "like", "chenlaw"):
        stage.people[login].do("enterRoom", {"room": room}, "... on RoomEntry { id }")
    seats = {"employer": _party(stage, room, case.more["respondent"], "李老板", "13655550001")}
    for worker in workers()[:3]:
        seats[worker.name] = _party(stage, room, case.parties[worker.name], worker.name, worker.phone)
    people = mediator.ask(ROOM, {"id": room})["room"]["participants"]
    stage.fact(
        "在场人数（调解员、三个机构、律师、公司、三名代表）", len([p for p in people if p["presence"] == "PRESENT"]), 9
    )
    return seats


def _party(stage: Stage, room: str, party: str, name: str, phone: str) -> Person:
    """Invite somebody without an account: the link goes to their phone, the mediator tells them the code."""
    guest = {"room": room, "party": party, "name": name, "phone": phone}
    invited = stage.people["zhangmin"].do("inviteToRoom", guest, "... on RoomInvitation { link entryCode }")
    token = invited["link"].rsplit("/", 1)[-1]
    stage.eventually(f"{name} 的手机收到邀请链接", lambda: _has_link(stage, phone, token), True)
    entered = Person(stage, name).do(
        "enterRoom", {"link": token, "code": invited["entryCode"]}, "... on RoomEntry { token }"
    )
    stage.tell(name, "凭短信链接和当面告知的验证码进入调解室（只能进这一间）")
    return stage.seat(name, entered["token"])


def _has_link(stage: Stage, phone: str, token: str) -> bool:
    return any(message["to"] == phone and token in message["text"] for message in stage.sent())


def _say(person: Person, room: str, body: str, key: str, audience: str = "EVERYONE") -> dict[str, Any]:
    said = {"room": room, "body": body, "clientKey": key, "audience": audience}
    return person.do("speakInRoom", said, "... on Message { id }")


def _talk(stage: Stage, room: str, seats: dict[str, Person]) -> None:
    stage.scene("共同会议 · Joint session", "2026-11-20T18:20")
    mediator, first = stage.people["zhangmin"], workers()[0].name
    _say(mediator, room, "先说明规则：自愿、保密、可随时单独沟通。", "m1")
    _say(seats[first], room, "三个月没发工资，房租都交不起了。", "w1")
    _say(seats["employer"], room, "店里生意不好，我想想办法。", "e1")
    _say(mediator, room, "公司可能转移财产，注意。", "note1", "NOTE")
    for name, person in (("公司", seats["employer"]), ("代表", seats[first]), ("区法院", stage.people["wujing"])):
        stage.fact(f"{name}看到三条发言，看不到调解员自己的备注", _messages(person, room), 3)
    stage.fact("调解员看到四条", _messages(mediator, room), 4)
    supervisor = stage.people["liwei"]
    stage.fact("主管看不到调解室内容", supervisor.ask(ROOM, {"id": room})["room"], None)


def _messages(person: Person, room: str) -> int:
    return int(person.ask(ROOM, {"id": room})["room"]["messages"]["totalCount"])


def _caucus(stage: Stage, room: str, seats: dict[str, Person]) -> None:
    stage.scene("与公司单独沟通（背靠背） · A private session with the company", "2026-11-20T19:10")
    mediator, first = stage.people["zhangmin"], workers()[0].name
    others = {
        "劳动者代表": seats[first],
        "援助律师": stage.people["chenlaw"],
        "区法院": stage.people["wujing"],
        "区人社局": stage.people["sunli"],
    }
    before = {name: person.send(ROOM, {"id": room}) for name, person in others.items()}
    caucus = mediator.do("openCaucus", {"room": room, "side": "EMPLOYER"}, "... on Caucus { id }")["id"]
    said = {"caucus": caucus, "body": "底线是工资十九万八千四，社保照补，三天内付。", "clientKey": "c1"}
    seats["employer"].do("speakInCaucus", said, "... on Message { id }")
    mediator.do("speakInCaucus", {**said, "body": "我可以转达吗？", "clientKey": "c2"}, "... on Message { id }")
    stage.tell("李老板", "在单独沟通中说出底线（只有调解员知道）")
    for name, person in others.items():
        now = person.send(ROOM, {"id": room})
        stage.fact(f"{name}：调解室与单独沟通之前逐字相同", now, before[name])
        stage.fact(
            f"{name}：不能按编号打开单独沟通",
            person.ask("query($id: ID!) { node(id: $id) { id } }", {"id": caucus}),
            {"node": None},
        )
    mediator.do("closeCaucus", {"caucus": caucus}, "... on Caucus { id }")


def _offers(stage: Stage, case: TheCase, room: str, seats: dict[str, Person]) -> None:
    rep = seats[workers()[0].name]
    days = {"kind": "WITHIN_DAYS", "days": 3}
    steps = (
        ("2026-11-20T18:40", rep, "WORKERS", 21_640_000, 1_800_000, {"kind": "WITHIN_DAYS", "days": 1}),
        ("2026-11-20T19:00", seats["employer"], "EMPLOYER", 15_000_000, 1_000_000, {"kind": "WITHIN_DAYS", "days": 30}),
        ("2026-11-20T19:40", rep, "WORKERS", 20_500_000, 1_800_000, days),
        ("2026-11-20T19:55", seats["employer"], "EMPLOYER", 19_840_000, 1_800_000, days),
    )
    last = None
    for n, (_, person, side, wages, insurance, term) in enumerate(steps, start=1):
        stage.scene(f"第{n}轮报价 · Offer {n}", f"2026-11-20T19:{18 + n * 8:02d}")
        offer: dict[str, Any] = {
            "room": room,
            "side": side,
            "wagesFen": wages,
            "socialInsuranceFen": insurance,
            "term": term,
            "conditions": "社保补缴至本月",
        }
        if last:
            offer["counterTo"] = last
        last = person.do("makeOffer", offer, "... on Offer { id round }")["id"]
        stage.tell(person.name, f"工资 {wages / 100:,.2f} 元，社保 {insurance / 100:,.2f} 元，{term['days']}日内")
    stage.scene("接受 · Accepted", "2026-11-20T19:55")
    done = rep.do("acceptOffer", {"offer": last, "note": "同意"}, "... on Offer { standing }")
    stage.fact("第四轮报价", done["standing"], "ACCEPTED")
    for name, person in (("公司", seats["employer"]), ("区司法局", stage.people["like"])):
        ladder = person.ask(LADDER, {"id": room})["room"]["offers"]
        standings = sorted(offer["standing"] for offer in ladder)
        stage.fact(f"{name}看到四轮报价的结果", standings, ["ACCEPTED", "COUNTERED", "COUNTERED", "COUNTERED"])
    case.more["offer"] = last
    case.more["seats"] = seats
    mediator = stage.people["zhangmin"]
    body = "经调解，公司同意三日内支付工资198,400.00元并补缴社保18,000.00元。"
    mediator.do("recordMinutes", {"room": room, "revision": 0, "body": body}, "... on Minutes { revision }")
    stage.tell("调解员 张敏", f"记录调解笔录：{EMPLOYER}")
    assert stage.clock.now().astimezone(SHANGHAI).hour == 19
