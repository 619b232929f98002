"""Meetings that suggest themselves: learners near each other at the same point, a place, a facilitator, dates.

`finding` computes them from plain values; a round of the clock keeps them as rows; the desk's page proposes one in one
click. What becomes of a meeting once it is proposed belongs to `helpdesk.meetings`.
"""
