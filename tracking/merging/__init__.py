"""Two accounts of one person made one, by an administrator or data protection, with a reason that she can read."""
