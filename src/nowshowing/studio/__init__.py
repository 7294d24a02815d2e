"""The author's live preview."""
