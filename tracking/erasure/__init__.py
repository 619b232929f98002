"""Deletion for the law (RGPD art. 17): one actor's statements and documents go, and a receipt stays.

Voiding is something else: it keeps the statement and marks it. What a person's account holds besides the record is
deleted with the account, elsewhere.
"""
