"""Benchmarks: each a ratio between the product and the least that does the same work, within one run."""
