"""Faults that the resolution itself finds: their pages, their fixes, and how bad they are."""
