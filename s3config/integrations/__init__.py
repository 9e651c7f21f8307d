"""Our settings in the frameworks that people have already: one module a framework, imported by whoever has it."""
