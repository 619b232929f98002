"""What the rules of alerts read, from the projections and the log; every figure about people leaves disclosed.

Spans end with the last midnight, so that asking twice on a day answers the same.
"""
