"""Values that people read: composed into a neutral document, then written in a format."""
