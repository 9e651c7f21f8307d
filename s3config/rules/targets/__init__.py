"""Faults of a configuration in the hands of a certain tool."""
