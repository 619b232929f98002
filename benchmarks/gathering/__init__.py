"""The parts of `benchmarks.suggest`."""
