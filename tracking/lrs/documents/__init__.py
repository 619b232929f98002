"""The document resources: what clients keep about an activity, an actor, or both, under names of their own."""
