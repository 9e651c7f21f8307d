"""What is tried: one module for what belongs together."""
