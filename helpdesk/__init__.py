"""The help desk: questions from a unit, who answers them and why, and the in-person meetings that follow."""
