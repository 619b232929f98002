"""Where people are: regions, academies, communes, places to meet, distances, and the school systems.

Knows nothing of persons, questions or meetings; they hold a commune's code or a place's id and ask here.
"""
