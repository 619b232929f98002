"""How people go on and how long they wait: the funnel, the curves of cohorts, the distributions of waits.

One query, one disclosure, one set of drawings: the page, its files and the programming interface are made from them.
"""
