"""Somebody who reads all that is shown, subtracts, and solves: she must find no count of people under k."""
