"""Reads epochs with IndexKits' readers and samplers and PyTorch's loader, as hydit/train_deepspeed.py (commit 368280e) does.

Argument: the checkout. Standard input: `folder` of the indexes, `shards` (rows by path) and `cases`. Prints, for each case and
epoch, what every rank reads: the batches as lists of [row id, md5, HxW].
"""

import contextlib
import json
import os
import sys

import pyarrow as pa

sys.path.insert(0, sys.argv[1] + "/IndexKits")
with contextlib.redirect_stdout(sys.stderr):
    from index_kits import ArrowIndexV2, MultiIndexV2, MultiResolutionBucketIndexV2
    from index_kits.sampler import BlockDistributedSampler, DistributedSamplerWithStartIndex
    from torch.utils.data import DataLoader


class Rows:
    def __init__(self, index, multi):
        self.index, self.multi = index, multi

    def __len__(self):
        return len(self.index)

    def __getitem__(self, position):
        data = self.index.get_data(position, columns=["md5"])
        width, height = self.index.get_target_size(position) if self.multi else (0, 0)
        return [int(data["index"]), data["md5"], "{}x{}".format(height, width)]


def read(case):
    world, batch = case["worldSize"], case["microBatch"]
    if case["multi"]:
        index = MultiResolutionBucketIndexV2(case["files"][0], batch, world)
    elif len(case["files"]) == 1:
        index = ArrowIndexV2(case["files"][0])
    else:
        index = MultiIndexV2(case["files"])
    rows = Rows(index, case["multi"])
    common = dict(num_replicas=world, shuffle=False, drop_last=True, seed=case["seed"])
    epochs = []
    for epoch in range(case["epochs"]):
        index.shuffle(seed=case["seed"] + epoch, fast=True)
        ranks = []
        for rank in range(world):
            if case["multi"]:
                sampler = BlockDistributedSampler(rows, rank=rank, batch_size=batch, **common)
            else:
                sampler = DistributedSamplerWithStartIndex(rows, rank=rank, **common)
            loader = DataLoader(rows, batch_size=batch, sampler=sampler, drop_last=True, collate_fn=list)
            ranks.append(list(loader))
        epochs.append(ranks)
    return epochs


work = json.load(sys.stdin)
os.chdir(work["folder"])
for name, rows in work["shards"].items():
    table = pa.table({"md5": [row["md5"] for row in rows]})
    with pa.OSFile(name, "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
with contextlib.redirect_stdout(sys.stderr):
    orders = [read(case) for case in work["cases"]]
print(json.dumps(orders))
