"""The thirty-six workers, their valid and invented numbers, and the roster file as the restaurant's foreman typed it."""

from dataclasses import dataclass

EMPLOYER = "海悦餐饮管理有限公司"
CREDIT_CODE = "91310112MA1GB5XQ30"

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁"
_GIVEN = ("小明", "建国", "丽", "秀英", "伟", "强", "芳", "磊", "洋", "静", "勇", "艳")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True)
class Worker:
    """One worker with what the company owes, in fen."""

    name: str
    phone: str
    id_number: str
    job: str
    wages_fen: int
    social_insurance_fen: int


def id_number(n: int) -> str:
    """A well-formed ID number of nobody: the check digit fits (GB 11643)."""
    body = f"310112199{n % 10}{n % 12 + 1:02d}{n % 28 + 1:02d}{n:03d}"
    return body + _CHECK[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def workers() -> list[Worker]:
    """Thirty-six, with claims of 216,400.00 in wages and 18,000.00 in social insurance for the thirty-four who take part."""
    return [
        Worker(
            name=_SURNAMES[n] + _GIVEN[n % len(_GIVEN)],
            phone=f"139{20000000 + n * 1117:08d}",
            id_number=id_number(n + 1),
            job=("服务员", "厨师", "洗碗工", "收银员")[n % 4],
            wages_fen=636_400 if n < 10 else 636_500,
            social_insurance_fen=52_900 if n < 20 else 53_000,
        )
        for n in range(36)
    ]


def roster_csv() -> bytes:
    """The foreman's file in GB18030: thirty-three good rows, the first three workers again, and two that need correcting."""
    rows = ["姓名,手机,身份证,岗位,拖欠工资,社保,备注"]
    rows += [
        f"{w.name},{w.phone},{w.id_number},{w.job},{w.wages_fen / 100:.2f},{w.social_insurance_fen / 100:.2f},"
        for w in workers()
    ]
    rows.append("钱多多,1382,310112199001011234,服务员,5200,900,手机少了几位")
    rows.append("孔方,13977810000,3.10112E+17,服务员,7000,900,表格改写了身份证")
    return "\r\n".join(rows).encode("gb18030")
