"""Files that are not what they say: (what it is, its name, its content, whether it may be taken harmless)."""

import io
import struct
import zipfile
import zlib

from PIL import Image

HTML = b"<html><script>alert(document.domain)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SECRET = b"<script>alert('polyglot')</script>"


def picture(form, size=(64, 48), **options):
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, form, **options)
    return out.getvalue()


def archive(content=b"x", times=1):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("index.html", content * times)
    return out.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rows=b"", more=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def with_comment(content, words):
    """A JPEG with a comment behind its first mark."""
    return content[:2] + b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words + content[2:]


def with_exif(words):
    exif = Image.Exif()
    exif[0x010E] = words.decode()  # description
    exif[0x010F] = "Camera of the witness"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    exif.get_ifd(0x8825)[2] = (50.0, 54.0, 28.0)
    return picture("JPEG", exif=exif)


def inside(script, *, packed=False, name=b"/JavaScript"):
    body = b"<</S" + name + b"/JS(" + script + b")>>"
    if packed:
        body = b"<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(body) + b"\nendstream"
    return PDF.replace(b"trailer", b"3 0 obj" + body + b"endobj\ntrailer")


def bomb():
    packed = zlib.compress(b"\0" * 30_000_000, 9)
    return PDF.replace(
        b"trailer", b"3 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\ntrailer"
    )


def moving():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def files():
    jpeg, a_png, webp = picture("JPEG"), picture("PNG"), picture("WEBP")
    refused = [
        ("a page as a page", "page.html", HTML),
        ("a page called a picture", "page.jpg", HTML),
        ("a page called a PDF", "page.pdf", HTML),
        ("a page called a text", "page.txt", HTML),
        ("a page behind spaces called a text", "page.txt", b" \n\t" + HTML),
        ("a page behind a mark called a text", "page.txt", b"\xef\xbb\xbf" + HTML),
        ("a script called a text", "run.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("an SVG", "drawing.svg", SVG),
        ("an SVG called a picture", "drawing.png", SVG),
        ("an SVG called a text", "drawing.txt", SVG),
        ("a program", "run.exe", b"MZ\x90\0" + b"\0" * 64),
        ("a program called a picture", "run.jpg", b"MZ\x90\0" + b"\0" * 64),
        ("two endings, the last a program's", "receipt.pdf.exe", PDF),
        ("two endings, the last a page's", "receipt.jpg.html", jpeg),
        ("no ending", "receipt", jpeg),
        ("an ending alone", ".jpg", jpeg),
        ("a dot at the end", "receipt.jpg.", jpeg),
        ("a NUL in the name", "receipt.jpg\0.exe", jpeg),
        ("a name written backwards", "receipt\u202egpj.exe", jpeg),
        ("a name that hides its ending", "receipt\u202e.jpg", jpeg),
        ("a name with nothing to see", "\u200b.jpg", jpeg),
        ("a way up in the name", "../../etc/passwd.jpg", jpeg),
        ("a way of another system in the name", "..\\..\\boot.jpg", jpeg),
        ("a line in the name", "a\r\nSet-Cookie: x=1.jpg", jpeg),
        ("a name of a thousand letters", "a" * 1000 + ".jpg", jpeg),
        ("an archive called a PDF", "list.pdf", archive()),
        ("a bomb called a picture", "photo.png", archive(b"\0" * 1_000_000, 50)),
        ("a PDF with an archive behind it", "list.pdf", PDF + archive()),
        ("a PDF with a page behind it", "list.pdf", PDF + HTML),
        ("a PDF behind a page", "list.pdf", HTML + PDF),
        ("a PDF behind a picture", "list.pdf", jpeg + PDF),
        ("a PDF that is cut off", "list.pdf", PDF[:40]),
        ("a PDF with a script", "list.pdf", inside(b"app.alert(1)")),
        ("a PDF with a script in other letters", "list.pdf", inside(b"app.alert(1)", name=b"/J#61vaScript")),
        ("a PDF with a script packed away", "list.pdf", inside(b"app.alert(1)", packed=True)),
        ("a PDF that starts a program", "list.pdf", PDF.replace(b"/Count", b"/A<</S/Launch/F(cmd.exe)>>/Count")),
        ("a PDF with a file in it", "list.pdf", PDF.replace(b"/Count", b"/EmbeddedFiles 9 0 R/Count")),
        ("a PDF that unfolds without end", "list.pdf", bomb()),
        ("a PDF called a picture", "scan.jpg", PDF),
        ("a picture called a PDF", "scan.pdf", jpeg),
        ("a picture called another", "scan.png", jpeg),
        ("a GIF", "scan.gif", picture("GIF")),
        ("a GIF called a picture", "scan.png", picture("GIF")),
        ("a TIFF called a picture", "scan.jpg", picture("TIFF")),
        ("a picture of ten thousand million points", "scan.png", png(100_000, 100_000, b"\0" * 1000)),
        ("a picture of more points than there is memory", "scan.png", png(65_000, 65_000, b"\0" * 65_000)),
        ("a picture that ends too early", "scan.jpg", jpeg[: len(jpeg) // 3]),
        ("a picture with nothing in it", "scan.png", png(8, 8)),
        ("a picture of no size", "scan.png", png(0, 0)),
        ("the first letters of a picture alone", "scan.jpg", b"\xff\xd8\xff"),
        ("several pictures in one", "scan.webp", moving()),
        ("letters that are no text", "note.txt", b"\xff\xfe\x00\x01"),
        ("a text with NULs", "note.txt", b"a\0b"),
        ("nothing", "empty.txt", b""),
        ("more than there may be", "long.txt", b"a" * (10 * 1024 * 1024 + 1)),
    ]  # fmt: skip
    harmless = [
        ("a JPEG with a page behind it", "scan.jpg", jpeg + SECRET),
        ("a JPEG with a page in its comment", "scan.jpg", with_comment(jpeg, SECRET)),
        ("a JPEG with an archive behind it", "scan.jpg", jpeg + archive(SECRET)),
        ("a JPEG with a script in its description", "scan.jpg", with_exif(SECRET)),
        ("a PNG with a page behind it", "scan.png", a_png + SECRET),
        ("a PNG with a script in its words", "scan.png", png(1, 1, b"\0\0\0\0", chunk(b"tEXt", b"Comment\0" + SECRET))),
        ("a PNG with a part that nobody knows", "scan.png", png(1, 1, b"\0\0\0\0", chunk(b"scRp", SECRET))),
        ("a WebP with a page behind it", "scan.webp", webp + SECRET),
        ("two endings, the last a picture's", "page.html.jpg", jpeg + SECRET),
    ]  # fmt: skip
    return [(*each, False) for each in refused] + [(*each, True) for each in harmless]
