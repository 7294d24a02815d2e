"""Frames to video: display lists, drawing, encoding."""
