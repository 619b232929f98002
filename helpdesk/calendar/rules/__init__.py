"""What changes rows for calendars: giving and ending a feed, writing the reminders that have come due."""
