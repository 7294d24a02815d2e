"""Bundles, posters and page slots."""
