"""Reports on the desk for those who lead: how long people wait, how often hands change, who carries the load."""
