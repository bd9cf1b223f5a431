"""Draws the illustrations of examples/anime: invented figures before simple backdrops, and their captions."""
