"""The figures for programs: one address that answers what the page of indicators shows, and its description."""
