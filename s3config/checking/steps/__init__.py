"""The steps of the ladder: one module each, with `RANK`, `NEEDS` and `run`; the name of the module is its name."""
