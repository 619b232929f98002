"""What may be changed: a facilitator's offer, her weekly slots, the links over water that leads declare."""
