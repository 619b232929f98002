"""What may be done with a publication: prepare it, publish or discard the draft, withdraw what is published."""
