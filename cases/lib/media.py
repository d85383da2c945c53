"""What kind of file some bytes are, by their content alone: what a file is called, and what a browser says of it, is not asked."""

from typing import Final

_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_HTML: Final = (b"<!doctype html", b"<html")
_HEAD: Final = 1024  # bytes in which a page says that it is one
_PLAIN: Final = frozenset("\t\n\r\f")


def media_type_of(content: bytes) -> str:
    """The media type of a copy that we keep: PDF, PNG, JPEG, WebP, HTML or plain text in UTF-8; "" for all else."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if b"\0" in content:
        return ""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if any(mark in head for mark in _HTML) and head.startswith(b"<"):
        return "text/html"  # in whatever encoding the page declares
    return "text/plain" if _is_text(content) else ""


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(c < " " and c not in _PLAIN for c in text)
