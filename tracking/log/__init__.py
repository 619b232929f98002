"""The store: one append-only log of statements as exact bytes, and beside it the keys by which they are found.

Ours and those of outside clients lie in one log; `reading` finds them, `writing` is the one way in.
"""
