"""A question to the desk, from asking to resolving: its states, its thread, whose turn it is, and who may see it.

Meetings are next door. Attachments, mail replies, merging, ratings and canned answers get their own files beside these.
"""
