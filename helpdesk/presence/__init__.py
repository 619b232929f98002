"""Who of the team has a question open at this moment, so that two do not answer it at once. A courtesy, not a lock:
what two people did at once is settled by the ticket's version (`helpdesk.tickets.rules.unread`).
"""
