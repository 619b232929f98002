"""One file per family of formats: is it what it says, and what of it is kept. Pure: bytes in, bytes out, nothing drawn.

Pictures are not decoded: their parts are walked through, those that hold no picture (place, date, device, thumbnail,
a film behind the photo) are left out, and their size in points is read, all in time and memory bounded by their length.
"""
