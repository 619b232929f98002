"""Files that go with messages: which kinds, how many, how they are checked, kept, shown and forgotten."""
