"""Answers kept for another time: one's own and a region's, in three languages, with places that the question fills.

They are inserted into an answer that somebody writes and reads again; nothing here ever sends one by itself.
"""
