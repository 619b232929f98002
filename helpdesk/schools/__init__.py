"""The directory of schools as a page: how many are known, and bringing a list in. The directory is the territory's."""
