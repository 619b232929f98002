"""Clients of the record: who holds a key, what it opens, until when; and the pages and commands that manage them."""
