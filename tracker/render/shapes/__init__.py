"""The shapes of the JSON documents: keys that scripts rely on, only ever added to."""
