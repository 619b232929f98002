"""Writes a module with a page that holds everything but questions: formulas, tabs, recordings, downloads, widgets."""

from __future__ import annotations

from pathlib import Path

from tests.modules.written import ROBOT

MODULE = """\
id = "rich"
number = 7
kind = "module"
languages = ["fr", "en"]
license = "CC-BY-4.0"
authors = ["Ada"]

[title]
fr = "Riche"
en = "Rich"

[summary]
fr = "Tout ce qu’une page peut tenir."
en = "All that a page can hold."

[[week]]
number = 1
units = ["all"]

[week.title]
fr = "Semaine une"
en = "Week one"

[rule]
required_units = ["all"]
meetings = 0
"""

PAGE = """\
---
id: all
title: {title}
minutes: 10
strand: do
required: true
summary: One sentence.
objectives: [Look]
tags: [unplugged, sorting, own-tag]
level: [cycle2, p4]
---
With ten bits one writes $2^{{10}} = 1\\,024$ numbers.

```math
\\sum_{{i=1}}^{{n}} i = \\frac{{n(n+1)}}{{2}}
```

## Tabs

=== "Scratch"
    Use the block `repeat`.

=== "Python"
    ```python
    for turn in range(4):
        forward(10)
    ```

## Files

[The sheet](download:sheet.pdf) and [the drawing](download:robot.svg).

```video
id: robot-film
title: A robot walks
file: media/robot.webm
captions: media/robot.{lang}.vtt
poster: media/robot.svg
transcript: |
  The robot walks **three** steps.

  Then it turns.
```

```audio
id: robot-sound
title: A robot sings
file: media/robot.mp3
transcript: It sings one note.
```

## Widgets

```widget
id: six-lines
kind: sorting-network
title: Six lines
text: Walk from the top **to the bottom**.
start: [4, 2, 6, 5, 1, 3]
steps:
  - 1-2 3-4 5-6
  - 1-3 2-5 4-6
  - 1-2 3-4 5-6
  - 2-3 4-5
  - 3-4
```

```widget
id: five-cards
kind: binary-cards
title: Five cards
cards: 5
numbers: [9, 21]
```

```widget
id: boat
kind: pixels
title: A picture to find
rows: |
  ...#....
  ...##...
  ########
  .#.##.#.
shows: A boat.
```

```widget
id: hat
kind: pixels
title: A picture to tell
task: write
rows: |
  .##.
  ####
shows: A hat.
```
"""

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.000\nThe robot walks.\n\n00:01.000 --> 00:02.500\nIt turns.\n"
PDF = b"%PDF-1.4\n" + b"0" * 12_000
WEBM = b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 40
MP3 = b"ID3\x04" + b"\0" * 400
FR, EN = "01-all.fr.md", "01-all.en.md"


def write_rich(content: Path) -> Path:
    """Write the module and return its folder."""
    folder = content / "rich"
    (folder / "media").mkdir(parents=True)
    (folder / "module.toml").write_text(MODULE, encoding="utf-8")
    for lang, title in (("fr", "Tout"), ("en", "Everything")):
        text = PAGE.format(title=title, lang=lang)
        (folder / f"01-all.{lang}.md").write_text(text, encoding="utf-8")
        (folder / "media" / f"robot.{lang}.vtt").write_text(CAPTIONS, encoding="utf-8")
    (folder / "media" / "robot.svg").write_text(ROBOT, encoding="utf-8")
    for name, content_of in (("sheet.pdf", PDF), ("robot.webm", WEBM), ("robot.mp3", MP3)):
        (folder / "media" / name).write_bytes(content_of)
    return folder
