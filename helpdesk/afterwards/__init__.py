"""What follows a meeting: the opinion asked the day after, what people shared there, papers, and reports to moderators.

Presence itself is recorded elsewhere (`helpdesk.checkin`); the family of papers lives in `tracking.attestations`.
"""
