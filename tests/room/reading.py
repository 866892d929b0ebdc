"""A room as somebody in it reads it."""

from tests.room.conftest import Table

ROOM = """query($id: ID!) { room(id: $id) {
  caseNumber state version case { id } mySeat { id name }
  participants { name kind side presence agency { nameZh } phone removedReason access { canRemove denied { field } } }
  messages(first: 50) { totalCount edges { node { body audience author { name side } } } }
  offers { id side totalFen round gapFen movedFen private standing madeAt conditions counterTo author { name }
    onBehalfOf { name } answer { author { name } note } release { words }
    access { canAccept canCounter canReject canWithdraw canRelease } }
  gap { firstFen currentFen wagesFen socialInsuranceFen }
  caucuses { id side state messages(first: 50) { totalCount edges { node { body author { name } } } }
    access { canSpeak canClose } }
  minutes { revision body author { name } } minutesHistory { revision }
  access { canEnter canInvite canSpeak audiences canOpenCaucus canMakeOffer canRecordMinutes canClose denied { field } }
} }"""


async def seen(table: Table, who: str) -> dict:
    return (await table.ask(who, ROOM, id=table.room_id))["room"]


def said(room: dict) -> list[str]:
    return [edge["node"]["body"] for edge in room["messages"]["edges"]]
