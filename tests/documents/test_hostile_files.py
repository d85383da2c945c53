"""Hostile files: refused in a sentence, or taken with nothing left in them but the picture (R30)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cases.actions import Refused, documents
from cases.models import Document, DocumentFile
from tests.documents.hostile import SECRET, files, picture, with_exif
from tests.factories import ParcelFactory

FILES = files()


def named(each):
    return each[0]


def test_there_are_more_than_forty():
    assert len({name for name, *_rest in FILES}) == len(FILES) > 40


@pytest.mark.parametrize("each", [each for each in FILES if not each[3]], ids=named)
def test_what_is_not_what_it_says_is_refused(each):
    _what, name, content, _harmless = each
    with pytest.raises(Refused) as refused:
        documents.cleaned(name, content)
    assert str(refused.value).endswith(".")
    assert refused.value.field == "file"


@pytest.mark.parametrize("each", [each for each in FILES if each[3]], ids=named)
def test_of_a_picture_nothing_stays_but_the_picture(each):
    _what, name, content, _harmless = each
    assert SECRET in content or b"PK\x03\x04" in content
    _kind, kept = documents.cleaned(name, content)
    assert SECRET not in kept
    assert b"script" not in kept
    assert b"PK\x03\x04" not in kept


def test_where_and_with_what_a_picture_was_taken_is_removed():
    given = with_exif(b"x")
    assert Image.open(io.BytesIO(given)).getexif().get_ifd(0x8825)
    _kind, kept = documents.cleaned("photo.jpg", given)
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert b"Camera" not in kept


def test_a_picture_that_lies_on_its_side_stands_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    _kind, kept = documents.cleaned("photo.jpg", picture("JPEG", (64, 48), exif=exif))
    assert Image.open(io.BytesIO(kept)).size == (48, 64)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_each_kind_of_picture_is_taken(mode):
    form, ending = ("JPEG", "jpg") if mode == "CMYK" else ("PNG", "png")
    out = io.BytesIO()
    Image.new(mode, (4, 4)).save(out, form)
    kind, kept = documents.cleaned(f"scan.{ending}", out.getvalue())
    assert kind == f"image/{form.lower()}"
    assert Image.open(io.BytesIO(kept)).size == (4, 4)


def test_a_refused_file_leaves_nothing_and_what_was_typed_stays(client_for, office):
    parcel = ParcelFactory(office=office)
    _what, name, content, _ = FILES[1]
    page = client_for("caseworker").post(
        f"/record/{parcel.reference}/documents/add/",
        {"title": "Receipt of March", "type": "receipt", "file": SimpleUploadedFile(name, content)},
    )
    assert page.status_code == 422
    assert "Receipt of March" in page.content.decode()
    assert "By its content the file is not what its name says (.jpg)" in page.content.decode()
    assert (Document.objects.count(), DocumentFile.objects.count()) == (0, 0)
