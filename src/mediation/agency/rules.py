"""Decisions about staff and agencies over plain values: logins, passwords, which roles go together, who may be the last."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from mediation.kit.actor import STAFF_ROLES, Role
from mediation.kit.names import TextError, normalise, person_name
from mediation.kit.problems import FieldProblem, Invalid, Text

LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
PASSWORD_MIN_CHARS: Final = 12
PASSWORD_MAX_CHARS: Final = 200
_MIN_DISTINCT: Final = 5
_COMMON: Final = frozenset(
    {
        "1234567890ab",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "administrator",
        "iloveyou1234",
        "letmein12345",
        "passw0rd1234",
        "password1234",
        "qazwsxedcrfv",
        "qwerty123456",
        "qwertyuiop12",
        "woaini1314520",
        "woaini520520",
        "zhonghuarenmin",
    }
)
_ALONE: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})

UNKNOWN_LOGIN: Final = "?"
"""What counts as the login when none looks like what was typed."""


def login_key(typed: str) -> str:
    """The stored form of what was typed as a login, or UNKNOWN_LOGIN when no login looks like that."""
    key = unicodedata.normalize("NFKC", typed[:200]).strip().lower()
    return key if LOGIN.fullmatch(key) else UNKNOWN_LOGIN


def check_login(typed: str, *, path: str = "login") -> str:
    """The login to store: 3-64 of a-z, 0-9, dot, hyphen and underscore. Raises Invalid (`path`, not_a_login)."""
    key = login_key(typed)
    if key == UNKNOWN_LOGIN:
        raise Invalid.field(
            path,
            "not_a_login",
            "登录名须为3至64个小写字母、数字、点、横线或下划线。",
            "A login has 3 to 64 of a-z, 0-9, dot, hyphen and underscore.",
        )
    return key


def check_password(password: str, *, login: str, path: str = "newPassword") -> None:
    """Raises Invalid unless `password` has 12-200 characters, is no known or monotonous one, and does not hold the login.

    Codes: too_short, too_long, too_simple.
    """
    text = unicodedata.normalize("NFKC", password)
    folded = text.casefold()
    if len(text) < PASSWORD_MIN_CHARS:
        raise Invalid.field(path, "too_short", "密码至少12个字符。", "A password has at least 12 characters.")
    if len(text) > PASSWORD_MAX_CHARS:
        raise Invalid.field(path, "too_long", "密码最多200个字符。", "A password has at most 200 characters.")
    if len(set(folded)) < _MIN_DISTINCT or folded in _COMMON or login in folded or _is_run(folded):
        raise Invalid.field(
            path,
            "too_simple",
            "密码过于简单：请勿使用登录名、连续或重复的字符。",
            "Too simple: no login, no runs, no repetition.",
        )


def _is_run(text: str) -> bool:
    """Whether each character stands as far from the one before it as the next: abcdef, 135791, 987654."""
    steps = {(ord(b) - ord(a)) % 10 if (a + b).isdigit() else ord(b) - ord(a) for a, b in pairwise(text)}
    return len(steps) == 1


def staff_name(typed: str, *, path: str = "name") -> str:
    """A staff member's name as stored. Raises Invalid: as `person_name`, and mixed_script.

    A name in two alphabets (a Cyrillic а among Latin letters) is made to be taken for somebody else's.
    """
    try:
        name = person_name(typed)
    except TextError as error:
        raise Invalid(error.at(path)) from None
    if len(_scripts(name)) > 1:
        raise Invalid.field(
            path,
            "mixed_script",
            "姓名混用了不同文字的字符，请手工重新输入。",
            "The name mixes letters of several scripts. Type it again by hand.",
        )
    return name


def _scripts(name: str) -> set[str]:
    return {unicodedata.name(char, "CJK").split()[0] for char in name if char.isalpha()}


def check_roles(roles: Iterable[Role], *, path: str = "roles") -> frozenset[Role]:
    """The roles as a set. Raises Invalid: none (empty), one nobody can grant (not_grantable), not_together.

    Who runs accounts sees no case, and who audits changes nothing: these two stand alone.
    """
    wanted = frozenset(roles)
    if not wanted:
        raise Invalid.field(path, "empty", "至少选择一个角色。", "Choose at least one role.")
    if not wanted <= STAFF_ROLES:
        raise Invalid.field(path, "not_grantable", "该角色不能授予。", "This role cannot be granted.")
    if wanted & _ALONE and len(wanted) > 1:
        raise Invalid(
            FieldProblem(
                path,
                "not_together",
                Text("管理员和审计不能兼任其他角色。", "Administrator and auditor go with no other role."),
            )
        )
    return wanted


def leaves_nobody(*, was_administrator: bool, stays_administrator: bool, other_administrators: int) -> bool:
    """Whether an agency would be left without an administrator who can sign in."""
    return was_administrator and not stays_administrator and other_administrators == 0


def check_email(typed: str | None, *, path: str) -> str | None:
    """The address as stored, or None for none. Raises Invalid (not_an_address)."""
    if typed is None or not typed.strip():
        return None
    address = typed.strip()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise Invalid.field(path, "not_an_address", "邮箱地址格式不正确。", "This is not an e-mail address.")
    return address


def check_locale(locale: str, *, path: str) -> str:
    """`zh-CN` or `en`. Raises Invalid (unknown)."""
    if locale not in ("zh-CN", "en"):
        raise Invalid.field(path, "unknown", "语言须为 zh-CN 或 en。", "The locale is zh-CN or en.")
    return locale


def check_label(typed: str, *, path: str, max_chars: int = 60) -> str:
    """A name or number of an agency on one line. Raises Invalid: as `normalise`, empty, too_long."""
    try:
        text = normalise(typed[: 4 * max_chars + 1])
    except TextError as error:
        raise Invalid(error.at(path)) from None
    if not text or len(text) > max_chars:
        raise Invalid(TextError("too_long" if text else "empty").at(path))
    return text


def check_prefix(typed: str, *, path: str) -> str:
    """The prefix of case numbers: 1-12 letters, no digits. Raises Invalid (not_a_prefix)."""
    prefix = unicodedata.normalize("NFKC", typed[:100]).strip()
    if not re.fullmatch(r"[^\W\d_]{1,12}", prefix):
        raise Invalid.field(path, "not_a_prefix", "编号前缀须为1至12个文字。", "A prefix has 1 to 12 letters.")
    return prefix


def check_district_code(typed: str, *, path: str) -> str:
    """Six digits of GB/T 2260. Raises Invalid (not_a_code)."""
    code = unicodedata.normalize("NFKC", typed[:100]).strip()
    if not re.fullmatch(r"[0-9]{6}", code):
        raise Invalid.field(path, "not_a_code", "行政区划代码为6位数字。", "A district code has six digits.")
    return code
