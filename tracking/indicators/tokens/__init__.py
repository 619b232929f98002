"""Personal access tokens: a lead's own programs read the figures that she may see, and nothing else."""
