"""Satisfaction: a link after a question is settled, 1 to 5 and a comment, and what may be told of all of them together.

A single rating is read by nobody but who gave it. No page of the desk imports `helpdesk.ratings.models`.
"""
