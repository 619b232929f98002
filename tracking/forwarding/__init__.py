"""Statements leave for any number of other record stores: who receives what, in which disguise, and how far each is.

A recipient is a row with a cursor in the log. Its job reads what is settled above the cursor, sends it in batches as
the very bytes that were stored (or under pseudonyms of its own), and moves the cursor after the other side took them.
What a recipient refuses for good is set aside and shown; what follows it flows.
"""
