"""What becomes of a mail that came in: a message in a thread, a first question, a note of a refusal, or nothing."""
