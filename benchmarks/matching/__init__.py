"""The parts of benchmarks/pairing.py: who asks and who answers, the floor and the dense optimum, what is measured."""
