"""A first question without an account: it waits under an address until whoever reads its mail confirms it, once.

Questions come by the form, by mail, or written down by a facilitator who was asked in person. Nothing here looks
whether an address has an account before the link of its mail was opened and its button pressed.
"""
