"""The course: modules read from Markdown, learners' progress, activities graded on the server."""
