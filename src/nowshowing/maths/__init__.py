"""Expressions, derivatives, limits, the named constraints and quantities; LaTeX of them."""
