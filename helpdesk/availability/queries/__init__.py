"""What the two pages read: one facilitator's standing, and a region with its team, promise and links."""
