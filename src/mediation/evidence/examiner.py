"""The examiner: what a file is, and what its first rows say, asked of processes beside us, which alone read it.

One of each per process of the product.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from mediation.evidence.found import Media, Reason
from mediation.infra.beside import Beside, Stopped
from mediation.kit.problems import Invalid, Text

SECONDS: Final = 15.0
"""the largest picture takes three"""
WAITING: Final = 24
"""files that may wait at once"""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is, and the bytes that are kept of it."""

    media: Media
    pages: int | None
    width: int | None
    height: int | None
    lines: int | None
    content: bytes


class Examiner(Beside):
    """One process that examines files."""

    def __init__(self, *, seconds: float = SECONDS, module: str = "mediation.evidence.examining") -> None:
        super().__init__("examiner", module=module, seconds=seconds, waiting=WAITING)

    async def examine(self, data: bytes) -> Examined:
        """What `data` is. Raises Invalid(file) with a Reason as its code, TooMany when too many wait already.

        A file that ends the process, or takes longer than it has, is refused as too complex.
        """
        said, content = await self.answer(data)
        if "refused" in said:
            raise refusal(Reason(said["refused"]))
        kept = content if said["rewritten"] else data
        figures = {name: said[name] for name in ("pages", "width", "height", "lines")}
        return Examined(media=Media(said["media"]), content=kept, **figures)

    async def answer(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        """The answer as it comes, with what it cost: `cpu_ms`, and `peak_kib` of the process so far."""
        try:
            line, _, content = (await self.ask(data)).partition(b"\n")
        except Stopped:
            return {"refused": Reason.TOO_COMPLEX}, b""
        return json.loads(line), content


class Tables(Beside):
    """One process that reads the first rows of tables and texts."""

    def __init__(self) -> None:
        super().__init__("tables", module="mediation.evidence.tabling", seconds=SECONDS, waiting=WAITING)

    async def rows(self, data: bytes) -> tuple[list[list[str]], bool] | None:
        """The first rows of a file that was examined, and whether there is more; None when it cannot be shown as a table.

        Raises TooMany.
        """
        try:
            found = json.loads(await self.ask(data))
        except Stopped:
            return None
        return (found["rows"], found["more"]) if found else None


examiner, tables = Examiner(), Tables()
"""Those of this process; each starts when it is first needed."""

_WORDS: Final[dict[Reason, Text]] = {
    Reason.ACTIVE: Text("文件含有脚本或宏，不能接收。", "The file holds scripts or macros and cannot be taken."),
    Reason.DAMAGED: Text("文件已损坏，请重新导出。", "The file is damaged: export it again."),
    Reason.EMBEDDED: Text("文件中嵌有其他文件，请分别上传。", "Another file is inside it: upload each by itself."),
    Reason.EMPTY: Text("文件是空的。", "The file is empty."),
    Reason.ENCRYPTED: Text("文件设有密码，请去除密码后上传。", "The file has a password: take it off first."),
    Reason.EXTERNAL: Text("文件引用了外部内容，请另存为 PDF。", "The file fetches from elsewhere: save it as PDF."),
    Reason.MARKUP: Text("不接收网页文件，请打印为 PDF。", "Web pages are not taken: print it to PDF."),
    Reason.MOVING: Text("不接收动态图片。", "Moving pictures are not taken."),
    Reason.NOT_ACCEPTED: Text(
        "不支持该类文件，请上传 JPEG、PNG、WebP、PDF、DOCX、XLSX 或纯文本。",
        "This kind of file is not taken: JPEG, PNG, WebP, PDF, DOCX, XLSX or plain text.",
    ),
    Reason.OLD_OFFICE: Text(
        "这是旧版 Office 文件，请另存为 .docx、.xlsx 或 PDF。", "An old Office file: save it as .docx, .xlsx or PDF."
    ),
    Reason.TOO_COMPLEX: Text("文件过于复杂，请另存或分拆。", "The file is too complex: save it anew, or split it."),
    Reason.TOO_LARGE: Text("文件超过 20 MB。", "The file is larger than 20 MB."),
    Reason.TOO_MANY_PIXELS: Text("图片超过 4000 万像素。", "The picture has more than 40 million pixels."),
    Reason.TWO_IN_ONE: Text("文件中混有另一种文件，不能接收。", "The file is also a file of another kind."),
    Reason.UNPACKS_TOO_LARGE: Text("文件解压后过大。", "The file unpacks to too much."),
    Reason.UNSAFE_NAMES: Text("文件内部的名称不安全。", "The names inside the file are not safe."),
}


def refusal(reason: Reason) -> Invalid:
    """Why a file is not taken, as a problem of the field `file`."""
    return Invalid.field("file", reason.value, _WORDS[reason].zh, _WORDS[reason].en)
