"""Open answers that a facilitator reads: they wait here, are read against the rubric, and their learner is told.

Who assesses her own answer does so in `modules.rules.assessing`; the words themselves stay in the attempt's row.
"""
