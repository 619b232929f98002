"""What may be done with an accompaniment."""
