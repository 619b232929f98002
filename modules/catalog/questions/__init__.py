"""Questions as their authors write them: `reading` is the door, one file for each family of kinds beside it."""
