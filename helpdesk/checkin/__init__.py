"""Who was there: checking in by code, ticking the list on screen, on paper or without a network, and closing it.

Proposing, seats and dates are in `helpdesk.meetings`; what people think of a meeting afterwards, and its attestation,
have rooms of their own.
"""
