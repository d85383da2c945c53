"""What files are taken from staff, and what is left of a picture: ``python -m cases.lib.uploads image/png < given > kept``.

A name says what a file is to be, its content what it is; both have to agree (ASVS V5.2.2). A picture is drawn anew in a
process of its own with little memory and time, so that nothing stays but its points: no place, no camera, nothing behind
the picture (V5.2.5; R30). A PDF cannot be drawn anew: one that carries scripts, programs or other files is refused, and
all files leave as attachments that no browser opens.
"""

from __future__ import annotations

import io
import re
import sys
import unicodedata
import warnings
import zlib
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from cases.lib.media import media_type_of
from cases.lib.spreadsheet import MEGABYTE, limit

LARGEST: Final = 10 * MEGABYTE
POINTS: Final = 40_000_000  # of a picture: a sheet of A4 at 600 to the inch has 35 million
MEMORY: Final = 1024 * MEGABYTE
SECONDS: Final = 20
#: Ending of the name -> what the content has to be.
ENDINGS: Final = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".txt": "text/plain",
}
#: What a file of a kind is called when it leaves.
ENDING_OF: Final = {kind: ending for ending, kind in reversed(ENDINGS.items())}
_DRAWN: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_MODES: Final = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA", "1"), "WEBP": ("RGB", "RGBA")}
_NAME: Final = 200
_INFLATED: Final = 20 * MEGABYTE
_ACTIVE: Final = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)(?![A-Za-z0-9])"
)
_HEX: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


class NotTaken(Exception):
    """A file that is not taken; `why` is a word for the sentence, `facts` what it names."""

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(why)
        self.why, self.facts = why, facts


def kind_of(name: str, content: bytes) -> str:
    """The media type of a file by its name and its content, which agree. Raises NotTaken."""
    if not content:
        raise NotTaken("empty")
    if len(content) > LARGEST:
        raise NotTaken("too_large")
    hidden = any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for letter in name)
    if hidden or not name.strip() or len(name) > _NAME or "/" in name or "\\" in name:
        raise NotTaken("name")
    stem, dot, ending = name.strip().lower().rpartition(".")
    kind = ENDINGS.get(dot + ending, "") if stem else ""
    if not kind:
        raise NotTaken("ending")
    if media_type_of(content) != kind:
        raise NotTaken("content", ending=dot + ending)
    if kind == "text/plain" and content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(
        (b"<", b"#!", b"%!")
    ):
        raise NotTaken("content", ending=dot + ending)
    if kind == "application/pdf":
        _refuse_active(content)
    return kind


def _refuse_active(content: bytes) -> None:
    if content.rstrip(b"\0\t\n\x0c\r ")[-5:] != b"%%EOF":
        raise NotTaken("pdf_end")
    if _ACTIVE.search(_HEX.sub(lambda code: bytes([int(code[1], 16)]), content)):
        raise NotTaken("pdf_active")
    left = _INFLATED
    for found in _STREAM.finditer(content):
        try:
            part = zlib.decompressobj().decompress(found[1], left)
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            raise NotTaken("pdf_bomb")
        if b"/" in part and _ACTIVE.search(_HEX.sub(lambda code: bytes([int(code[1], 16)]), part)):
            raise NotTaken("pdf_active")


def is_picture(kind: str) -> bool:
    return kind in _DRAWN


def drawn_anew(content: bytes, kind: str) -> bytes:
    """The same picture, upright, of its points alone. Raises NotTaken."""
    form = _DRAWN[kind]
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = POINTS
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > POINTS:
                raise NotTaken("points", width=picture.width, height=picture.height)
            if getattr(picture, "n_frames", 1) > 1:
                raise NotTaken("moving")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return _written(upright, form)
    except NotTaken:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NotTaken("points") from error
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
        ZeroDivisionError,
    ) as error:
        raise NotTaken("broken") from error


def _written(picture: Image.Image, form: str) -> bytes:
    if picture.mode not in _MODES[form]:
        through = form != "JPEG" and (picture.mode == "PA" or "transparency" in picture.info)
        picture = picture.convert("RGBA" if through else "RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, form, **({"quality": 90} if form in {"JPEG", "WEBP"} else {}))
    kept = out.getvalue()
    if len(kept) > LARGEST:
        raise NotTaken("too_large")
    return kept


def main() -> int:
    limit(MEMORY, SECONDS)
    try:
        kept = drawn_anew(sys.stdin.buffer.read(), sys.argv[1])
    except NotTaken as refused:
        sys.stderr.write(refused.why)
        return 3
    sys.stdout.buffer.write(kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
