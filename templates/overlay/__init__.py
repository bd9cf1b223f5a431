"""Makes the unmodified HunyuanDiT trainer do what an experiment file says. `train.py` is the table of contents."""
