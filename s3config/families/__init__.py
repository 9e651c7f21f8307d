"""What the words of several tools have in common: those of one client library, or of one way to say a thing."""
