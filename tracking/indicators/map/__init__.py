"""One indicator by region, as a map with a table twin: what is shown is the report's rows by region, nothing else."""
