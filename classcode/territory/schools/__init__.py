"""The directory of schools: imported from official lists, chosen by people, counted by level, network and index."""
