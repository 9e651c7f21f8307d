"""Faults that are faults whoever reads the configuration."""
