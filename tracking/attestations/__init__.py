"""Attestations: papers that say what somebody did and for how long, each with a code by which anybody may check it.

Attendance at a meeting is the first kind; others of the family come beside it. Features tell what is deserved
(`rules.settle`); nothing here knows what a meeting is.
"""
