"""What kind of file some bytes are: by their content, whatever they are called."""

import pytest

from cases.lib.media import media_type_of


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n\x00\x01", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"<!DOCTYPE html><title>A report</title>", "text/html"),
        (b"\xef\xbb\xbf\n <!-- saved --><HTML lang=uk>", "text/html"),
        ("<html><meta charset=windows-1251>Грудень".encode("windows-1251"), "text/html"),
        ("Грудень, <html> mentioned".encode(), "text/plain"),
        ("Декабрь".encode("windows-1251"), ""),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", ""),
        (b"GIF89a\x00", ""),
        (b"MZ\x00 a program", ""),
        (b"PK\x03\x04 an archive", ""),
        (b"bell \x07", ""),
        (b" \n", ""),
        (b"", ""),
    ],
)
def test_the_content_says_what_it_is(content, media_type):
    assert media_type_of(content) == media_type
