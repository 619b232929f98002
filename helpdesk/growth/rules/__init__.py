"""What may be done on the way to the desk: invite, apply, decide, meet first, step back."""
