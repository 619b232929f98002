"""Public answers: what one question taught, written anew for everybody.

A facilitator writes both question and answer in her own words, a lead publishes, and the learner whose question it was
may stop it with one press, before or after. Nothing of the thread is copied.
"""
