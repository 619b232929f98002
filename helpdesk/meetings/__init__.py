"""In-person follow-up: a facilitator proposes a meeting from a ticket, people answer, presence is recorded.

Pairing and the thread of a ticket are not here. Suggested meetings, polls of dates, waiting lists, calendar mails and
check-in by code get their own files beside these.
"""
