"""Programs in the page: their language, their worlds, the stepper that grades them. Pure; docs/programs.md.

`language` reads and refuses, `stepper` walks a program through a `robot` or `turtle`, `exercise` asks.
Nothing is ever evaluated: a program is data, and each step is counted.
"""
