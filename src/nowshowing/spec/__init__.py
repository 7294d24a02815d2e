"""What a file says: strict YAML, models, line numbers, the index of scenes, JSON Schema."""
