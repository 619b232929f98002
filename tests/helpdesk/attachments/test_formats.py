"""Pictures lose what they hide and stay the same picture; bombs and crumbs are refused in little time and memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from helpdesk.attachments.formats import gif as gifs
from helpdesk.attachments.formats import jpeg as jpegs
from helpdesk.attachments.formats import png as pngs
from helpdesk.attachments.formats import scratch
from helpdesk.attachments.formats import webp as webps
from helpdesk.attachments.formats.reading import MOST_POINTS, Clean, Damaged, TooWide
from tests.helpdesk.attachments import samples
from tests.helpdesk.attachments.samples import SECRET

MUCH = 10_000_000
Read = Callable[[bytes], Clean]

TALKATIVE: tuple[tuple[Read, bytes], ...] = (
    (pngs.read, samples.talkative_png()),
    (jpegs.read, samples.talkative_jpeg()),
    (gifs.read, samples.talkative_gif()),
    (webps.read, samples.talkative_webp()),
)


@pytest.mark.parametrize(("read", "data"), TALKATIVE)
def test_a_picture_keeps_no_place_no_date_no_word_no_film(read: Read, data: bytes) -> None:
    assert SECRET in data
    assert SECRET not in read(data).data


@pytest.mark.parametrize(
    ("read", "plain", "talkative"),
    [
        (pngs.read, samples.png(), samples.talkative_png()),
        (jpegs.read, samples.jpeg(), samples.talkative_jpeg(1)),
    ],
)
def test_what_draws_it_stays(read: Read, plain: bytes, talkative: bytes) -> None:
    assert read(talkative) == read(plain)


def test_an_animation_keeps_its_timing_and_begins_again() -> None:
    kept = gifs.read(samples.talkative_gif()).data
    assert b"NETSCAPE2.0" in kept and b"\x21\xf9" in kept


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("way", range(2, 9))
def test_a_photo_keeps_the_way_up_and_nothing_else_of_its_exif(way: int, order: str) -> None:
    kept = jpegs.read(samples.jpeg(samples.segment(0xE1, samples.exif(way, order)))).data
    assert SECRET not in kept
    assert kept[2:4] == b"\xff\xe1" and jpegs.orientation(kept[6:]) == way


@pytest.mark.parametrize(
    ("read", "data", "size"),
    [
        (pngs.read, samples.png(2, 1), (2, 1)),
        (jpegs.read, samples.jpeg(width=640, height=480), (640, 480)),
        (gifs.read, samples.gif(width=3, height=2), (3, 2)),
        (webps.read, samples.webp(samples.vp8(5, 4)), (5, 4)),
        (webps.read, samples.webp(samples.vp8l(16000, 40)), (16000, 40)),
        (webps.read, samples.webp(samples.vp8x(5, 4), samples.vp8l()), (5, 4)),
    ],
)
def test_a_picture_tells_its_size(read: Read, data: bytes, size: tuple[int, int]) -> None:
    clean = read(data)
    assert (clean.width, clean.height) == size


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (pngs.read, samples.png(60_000, 60_000)),
        (jpegs.read, samples.jpeg(width=65_000, height=65_000)),
        (gifs.read, samples.gif(width=65_000, height=65_000)),
        (webps.read, samples.webp(samples.vp8x(16_000, 16_000), samples.vp8())),
    ],
)
def test_a_picture_that_would_fill_a_phones_memory_is_refused(read: Read, data: bytes) -> None:
    assert len(data) < 1000 and MOST_POINTS < 10**8
    with pytest.raises(TooWide):
        read(data)


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (pngs.read, b"\x89PNG\r\n\x1a\n" + samples.png_chunk(b"tEXt", b"") * (MUCH // 12)),
        (
            pngs.read,
            b"\x89PNG\r\n\x1a\n" + samples.png()[8:33] + samples.png_chunk(b"tEXt", b"") * (MUCH // 12),
        ),
        (jpegs.read, b"\xff\xd8" + samples.segment(0xFE, b"") * (MUCH // 4)),
        (jpegs.read, b"\xff" * MUCH),
        (jpegs.read, b"\xff\xd8" + b"\xff" * MUCH),
        (jpegs.read, samples.jpeg()[:-2] * 2 + b"\xff\x00" * (MUCH // 2)),
        (gifs.read, b"GIF89a" + bytes(7) + b"\x21\xfe\0" * (MUCH // 3)),
        (gifs.read, b"GIF89a" + bytes(7) + b"\x21\xfe" + b"\x01\x01" * (MUCH // 2)),
        (webps.read, samples.webp(samples.webp_chunk(b"prIv", b"") * (MUCH // 8))),
        (scratch.read, b"PK\x03\x04" + b"PK\x05\x06" * (MUCH // 4)),
    ],
)
def test_ten_megabytes_of_crumbs_are_refused_within_a_second(read: Read, data: bytes) -> None:
    began = time.process_time()
    with pytest.raises((Damaged, TooWide)):
        read(data)
    assert time.process_time() - began < 1


# Scratch projects: measured before they are opened, and never unpacked.


def test_a_project_is_kept_as_it_is() -> None:
    assert scratch.read(samples.sb3()).data == samples.sb3()


@pytest.mark.parametrize(
    "name",
    [
        "../project.json",
        "/etc/passwd",
        "a/b.svg",
        "virus.exe",
        "0123456789abcdef0123456789abcdef.html",
        "C:\\x.svg",
    ],
)
def test_a_project_with_any_other_path_is_refused(name: str) -> None:
    with pytest.raises(Damaged):
        scratch.read(samples.sb3({"project.json": b"{}", name: b"x"}))


def test_an_archive_without_a_project_is_none() -> None:
    with pytest.raises(Damaged):
        scratch.read(samples.sb3({samples.ASSET: b"<svg/>"}))


def test_a_project_that_is_no_json_object_is_none() -> None:
    with pytest.raises(Damaged):
        scratch.read(samples.sb3({"project.json": b"<html>"}))


def test_a_project_of_more_than_five_hundred_files_is_refused() -> None:
    many = {f"{number:032x}.svg": b"x" for number in range(scratch.MOST_FILES)}
    with pytest.raises(TooWide):
        scratch.read(samples.sb3({"project.json": b"{}"} | many))


def test_a_project_that_unpacks_to_too_much_is_refused() -> None:
    zeros = bytes(scratch.LARGEST // 4)
    bomb = samples.sb3({"project.json": b"{}"} | {f"{number:032x}.wav": zeros for number in range(5)})
    assert len(bomb) < 1_000_000
    with pytest.raises(TooWide):
        scratch.read(bomb)


def test_two_files_of_one_name_are_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("project.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("project.json", b"{}")
    with pytest.raises(Damaged):
        scratch.read(written.getvalue())


def test_an_index_is_measured_before_it_is_read() -> None:
    line = bytes(42) + b"PK\x01\x02"
    index = line * (MUCH // len(line))
    end = (
        b"PK\x05\x06" + bytes(4) + (1).to_bytes(2, "little") * 2 + len(index).to_bytes(4, "little") + bytes(6)
    )
    data = b"PK\x03\x04" + index + end
    tracemalloc.start()
    with pytest.raises(TooWide):
        scratch.read(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_project_locked_with_a_password_is_refused() -> None:
    locked = bytearray(samples.sb3())
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    with pytest.raises(Damaged):
        scratch.read(bytes(locked))
