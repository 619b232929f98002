"""The kinds of questions, pure: `kinds` is their table, `asking` draws an attempt, `graded` is the outcome."""
