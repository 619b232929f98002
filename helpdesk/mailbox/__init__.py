"""Mail that comes in: fetched by IMAP, read within bounds, and put into the thread it belongs to, once.

What leaves by mail is written in `helpdesk.mails` and sent by `classcode.mail`; this room writes only short notices to
people whose mail could not be taken.
"""
