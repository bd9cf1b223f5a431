"""Procedural blue-and-white porcelain: brush, ornaments, motifs and forms for scripts/draw-porcelain.py."""
