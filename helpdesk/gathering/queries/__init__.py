"""Reading for the round, in as many queries however many people there are; and for the page of suggestions."""
