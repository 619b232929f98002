"""Meetings in people's own calendars: what an event says, private feeds, the file of one meeting, and reminders.

`ical` is the one door to iCalendar (RFC 5545) and knows no table; `occasions` puts a meeting into its words. Mails that
carry an event are written in `helpdesk.meetings.mails`. The public agenda is not here.
"""
