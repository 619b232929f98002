"""The page of the directory of schools."""
