"""Makes a module folder of a plain Markdown course: what is understood becomes ours, the rest is kept as text and told.

Nothing here touches the database, and nothing is published: `classcode content check` judges what was written.
"""
