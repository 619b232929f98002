"""When and how much a facilitator answers, and what a lead settles."""
