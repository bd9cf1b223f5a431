import tempfile
import unittest
from pathlib import Path
from unittest import mock

import pyarrow

import support
from ditc_overlay import shards
from test_dataset import write_shard


class Shards(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.paths = [str(Path(temporary.name) / "{:05d}.arrow".format(i)) for i in range(4)]
        for number, path in enumerate(self.paths):
            write_shard(Path(path), 2, text_zh=["瓶 {}".format(number)] * 2)
        opening = mock.patch.object(pyarrow, "memory_map", wraps=pyarrow.memory_map)
        self.opened = opening.start()
        self.addCleanup(opening.stop)

    def index(self):
        """Upstream's class of the same interface, patched."""

        class ArrowIndexV2:
            def get_table(self, arrow_file, shadow=None):
                return "shadow of {}".format(arrow_file)

        with support.modules(IndexKits__index_kits__indexer={"ArrowIndexV2": ArrowIndexV2}):
            shards.keep_shards_open()
        return ArrowIndexV2

    def test_a_shard_is_opened_once_for_all_buckets(self):
        kind = self.index()
        for bucket in (kind(), kind()):
            for path in self.paths + self.paths:
                bucket.get_table(path)
        self.assertEqual(self.opened.call_count, 4)

    def test_each_table_is_that_of_its_file(self):
        index = self.index()()
        for order in (self.paths, self.paths[::-1]):
            for path in order:
                text = index.get_table(path)["text_zh"][0].as_py()
                self.assertEqual((text, index._cur_arrow_file), ("瓶 {}".format(self.paths.index(path)), path))

    def test_the_shard_that_was_used_least_lately_is_closed_when_there_are_too_many(self):
        index = self.index()()
        with mock.patch.object(shards, "OPEN_SHARDS", 3):
            for number in (0, 1, 2, 0, 3, 0, 1):
                index.get_table(self.paths[number])
        self.assertEqual([Path(each.args[0]).stem[-1] for each in self.opened.call_args_list], list("01231"))

    def test_shadows_are_upstreams_own(self):
        self.assertEqual(self.index()().get_table(self.paths[0], shadow="x"), "shadow of " + self.paths[0])
