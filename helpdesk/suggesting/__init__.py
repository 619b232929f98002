"""What may already answer a question while it is being typed: units of the course, and answers that were published.

A suggestion never stands between a person and the desk. Words are compared as they are written, in one language at a
time, by a small ranking of our own; nothing of what is typed is kept.
"""
