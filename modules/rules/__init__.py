"""What learners may do with the course, and how it is published. Each act and its statements are one transaction."""
