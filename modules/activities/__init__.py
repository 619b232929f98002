"""The kinds of questions, pure: `kinds` is their table, `choice` grades the first family, `graded` is the outcome."""
