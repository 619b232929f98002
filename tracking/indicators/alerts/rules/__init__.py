"""What changes alerts: the daily look opens and closes them, leads put them aside, and ask for a weekly mail."""
