"""What takes minutes and is therefore no part of `make test`: long fuzzing, storms, many rounds of faults."""
