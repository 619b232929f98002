"""The parts of benchmarks/indicators.py: the made-up log, both databases, the same questions asked of each."""
