"""What a real browser draws: pictures that it made itself, with hidden data put in, look the same once cleaned."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from helpdesk.attachments.kinds import checked
from tests.helpdesk.attachments.samples import SECRET, exif, gif, png_chunk, segment, webp_chunk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MADE = """
type => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [48, 32];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#a63d14"; pen.fillRect(0, 0, 48, 32);
  pen.fillStyle = "#63cfc6"; pen.fillRect(0, 0, 16, 8);
  return canvas.toDataURL(type, 0.9);
}
"""
DRAWN = """
async address => {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0);
  return [canvas.width, canvas.height, Array.from(pen.getImageData(0, 0, canvas.width, canvas.height).data).join()];
}
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window with nothing in it."""
    opened = chromium.new_page()
    yield opened
    opened.close()


def made(page: Page, kind: str) -> bytes:
    return b64decode(page.evaluate(MADE, f"image/{kind}").partition(",")[2])


def drawn(page: Page, kind: str, data: bytes) -> Any:
    return page.evaluate(DRAWN, f"data:image/{kind};base64,{b64encode(data).decode()}")


def talkative(kind: str, data: bytes) -> bytes:
    """Put what phones and programs hide into a picture."""
    if kind == "png":
        return data[:33] + png_chunk(b"tEXt", SECRET) + png_chunk(b"eXIf", exif(1)[6:]) + data[33:] + SECRET
    if kind == "jpeg":
        return data[:2] + segment(0xE1, exif(6)) + segment(0xFE, SECRET) + data[2:] + SECRET
    size = (47).to_bytes(3, "little") + (31).to_bytes(3, "little")
    extended = b"" if data[12:16] == b"VP8X" else webp_chunk(b"VP8X", bytes([0x0C, 0, 0, 0]) + size)
    chunks = extended + data[12:] + webp_chunk(b"XMP ", SECRET)
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WEBP" + chunks


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_a_cleaned_picture_looks_as_before(page: Page, kind: str) -> None:
    before = talkative(kind, made(page, kind))
    kept = checked(f"photo.{kind}", f"image/{kind}", before).data
    assert SECRET in before and SECRET not in kept
    assert drawn(page, kind, kept) == drawn(page, kind, before)


def test_a_photo_taken_upright_is_still_shown_upright(page: Page) -> None:
    kept = checked("photo.jpg", "image/jpeg", talkative("jpeg", made(page, "jpeg")))
    assert drawn(page, "jpeg", kept.data)[:2] == [kept.width, kept.height] == [32, 48]


def test_a_cleaned_animation_is_drawn(page: Page) -> None:
    kept = checked("boucle.gif", "image/gif", gif(b"\x21\xfe\x03abc\0")).data
    assert drawn(page, "gif", kept)[:2] == [3, 2]
