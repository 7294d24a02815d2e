"""Explanatory videos about the derivative, made from YAML lessons."""

__version__ = "0.1.0"
