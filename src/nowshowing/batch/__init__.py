"""What to render, and in which process."""
