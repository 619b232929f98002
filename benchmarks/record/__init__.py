"""The parts of benchmarks/lrs.py: servers, bodies, load, and one file for each thing that is measured."""
