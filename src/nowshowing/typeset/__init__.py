"""Text and formulas to outlines, through Typst."""
