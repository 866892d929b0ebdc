"""What members of staff are sent about their own accounts: codes. A code is a secret of its notice, for minutes only."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from mediation.notice.drafts import ChannelKind, Draft, RecipientKind

LIVES: Final = timedelta(minutes=5)
"""how long a code can be used"""


def sign_in_code(code_id: UUID, factor_id: UUID, code: str, *, until: datetime) -> Draft:
    """The code for signing in, to the phone of a second factor."""
    return _draft("staff.sign_in_code", code_id, factor_id, code, until)


def phone_code(code_id: UUID, factor_id: UUID, code: str, *, until: datetime) -> Draft:
    """The code that proves a phone, to the phone itself."""
    return _draft("staff.phone_code", code_id, factor_id, code, until)


def _draft(template: str, code_id: UUID, factor_id: UUID, code: str, until: datetime) -> Draft:
    return Draft(
        recipient_kind=RecipientKind.FACTOR,
        recipient_id=factor_id,
        template=template,
        dedupe_key=f"sent_code/{code_id}",
        channels=(ChannelKind.SMS,),
        parameters={"minutes": int(LIVES.total_seconds()) // 60},
        secrets={"code": code},
        not_after=until,
        urgent=True,
        private=True,
    )
