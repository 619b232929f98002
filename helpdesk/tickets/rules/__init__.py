"""What may be done with a question: ask it, hold it or pass it on, talk in its thread, settle it, moderate it."""
