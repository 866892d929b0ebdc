"""Images: opened as exactly what their first bytes say, counted before they are unpacked, and written anew.

What is written has pixels and nothing else: no place, no camera, no comment, nothing behind the end. The orientation that
a camera notes is applied first. Refuses to hold animations.
"""

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from mediation.evidence.found import MAX_PIXELS, Found, Media, Reason, RefusedError

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
_QUALITY: Final = 90
_MAX_SCANS: Final = 60
"""passes over the picture that a JPEG may ask for; ten are usual"""


def jpeg(data: bytes) -> Found:
    """A photograph. Of a file with several (a phone's preview in it) the first. Raises RefusedError."""
    if data.count(b"\xff\xda") > _MAX_SCANS:
        raise RefusedError(Reason.TOO_COMPLEX)
    return _written(_open(data, "JPEG"), Media.JPEG)


def png(data: bytes) -> Found:
    """A picture without loss. Raises RefusedError."""
    return _written(_still(_open(data, "PNG")), Media.PNG)


def webp(data: bytes) -> Found:
    """Kept as PNG when it is see-through and as JPEG when not. Raises RefusedError."""
    image = _still(_open(data, "WEBP"))
    return _written(image, Media.PNG if "A" in image.getbands() else Media.JPEG)


def _open(data: bytes, kind: str) -> Image.Image:
    if b"PK\x05\x06" in data[-65_557:]:
        raise RefusedError(Reason.TWO_IN_ONE)
    try:
        image = Image.open(io.BytesIO(data), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedError(Reason.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise RefusedError(Reason.DAMAGED) from None
    if image.width * image.height > MAX_PIXELS:
        raise RefusedError(Reason.TOO_MANY_PIXELS)
    return image


def _still(image: Image.Image) -> Image.Image:
    if getattr(image, "n_frames", 1) > 1:
        raise RefusedError(Reason.MOVING)
    return image


def _written(opened: Image.Image, media: Media) -> Found:
    try:
        opened.load()
        image = _plain(ImageOps.exif_transpose(opened), media)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError):
        raise RefusedError(Reason.DAMAGED) from None
    image.info = {}
    target = io.BytesIO()
    if media is Media.JPEG:
        image.save(target, "JPEG", quality=_QUALITY)
    else:
        image.save(target, "PNG", compress_level=4)
    return Found(media, width=image.width, height=image.height, content=target.getvalue())


def _plain(image: Image.Image, media: Media) -> Image.Image:
    """In a mode that the format has, as an object that no longer knows the file it came from."""
    if image.mode.startswith(("I", "F")):
        # Sixteen bits a pixel: scanners of films. The upper eight are what a screen shows.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if "transparency" in image.info:
        image = image.convert("RGBA")
    if media is Media.JPEG:
        wanted = "L" if image.mode in ("1", "L", "LA") else "RGB"
    else:
        wanted = {"1": "L", "L": "L", "LA": "LA"}.get(image.mode, "RGBA" if "A" in image.getbands() else "RGB")
    return image.convert(wanted) if image.mode != wanted else image.copy()
