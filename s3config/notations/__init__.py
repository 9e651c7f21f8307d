"""How values stand in text that several tools share: one module a notation, each with `write` and `read`."""
