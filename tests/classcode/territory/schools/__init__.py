"""The directory of schools."""
