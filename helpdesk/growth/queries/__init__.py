"""What the pages and jobs of growth read: deeds in the record, paths, meetings that two people held together."""
