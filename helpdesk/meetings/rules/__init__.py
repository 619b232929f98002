"""What may be done with a meeting: propose or cancel it, answer, record who was there."""
