"""Two made-up programmes whose true counts are known beforehand, told through the real rules and read back.

`plan` and the two generators are pure: the same seed gives the same programme. `telling` writes one through the rules,
`bulk` writes only its log, and `reading` compares what is read with what is true, for whatever reads figures.
"""
