"""Measurements: what the limits of docs/performance.md say, as ratios taken in one run."""
