"""What changes who was there: declaring, recording, walk-ins and their slips, closing the list, correcting it."""
