"""The record: every act as an xAPI statement, what follows from it, and what is counted. Knows no feature."""
