"""Voices, word times, spoken formulas, captions, chapters, transcripts."""
