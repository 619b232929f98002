"""Requests to the record of every kind, good, odd and broken, and the witness who says what none of them may do."""
