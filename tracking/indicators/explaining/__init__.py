"""From a figure back to what it rests on: the query in words for everybody, the statements for data protection alone.

`resting/` has a file for each family of the query: which rows it counts, in words, and the statements behind them.
"""
