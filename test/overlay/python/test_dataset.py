import io
import os
import tempfile
import unittest
from pathlib import Path

import numpy
import pyarrow
from PIL import Image

import support
from ditc_overlay import dataset


def picture(colour=(20, 60, 160)):
    data = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(data, "PNG")
    return data.getvalue()


def write_shard(path, rows, **columns):
    path.parent.mkdir(parents=True, exist_ok=True)
    table = {"text_zh": ["青花瓷瓶"] * rows, "image": [picture()] * rows}
    table.update(columns)
    table = pyarrow.table({name: values for name, values in table.items() if values is not None})
    with pyarrow.OSFile(str(path), "wb") as sink, pyarrow.RecordBatchFileWriter(sink, table.schema) as writer:
        writer.write_table(table)


class StandInIndex:
    """The interface of upstream's plain index that the overlay uses."""

    def __init__(self, arrow_files, lengths, indices=None):
        self.arrow_files = arrow_files
        self.cum_length = [sum(lengths[: i + 1]) for i in range(len(lengths))]
        self.indices = numpy.arange(sum(lengths)) if indices is None else numpy.asarray(indices)

    def get_arrow_file_by_index(self, index, return_index_bias=False):
        position = next(i for i, end in enumerate(self.cum_length) if index < end)
        return self.arrow_files[position], self.cum_length[position - 1] if position else 0

    def table(self, ind):
        path, first = self.get_arrow_file_by_index(self.indices[ind], return_index_bias=True)
        return pyarrow.ipc.open_file(pyarrow.memory_map(path)).read_all(), int(self.indices[ind]) - first

    def get_columns(self, ind):
        return self.table(ind)[0].column_names

    def get_attribute(self, ind, column):
        table, row = self.table(ind)
        return table[column][row].as_py()


class StandInBuckets:
    """The interface of upstream's multi-resolution index."""

    def __init__(self, buckets, ind_mapper):
        self.buckets = buckets
        lengths = [len(bucket.indices) for bucket in buckets]
        self.cum_length = [sum(lengths[: i + 1]) for i in range(len(lengths))]
        self.ind_mapper = numpy.asarray(ind_mapper)
        self.arrow_files = buckets[0].arrow_files


class Dataset(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.packed = Path(os.path.realpath(temporary.name)) / "packed"
        self.index_file = str(self.packed / "index" / "porcelain" / "main.json")
        self.relative = ["../../shards/porcelain/00000.arrow", "../../shards/porcelain/00001.arrow"]
        self.shards = [self.packed / "shards" / "porcelain" / name for name in ("00000.arrow", "00001.arrow")]

    def stream(self, manager):
        """The trainer's dataset of the same interface, patched, its index loaded."""

        class TextImageArrowStream:
            def __init__(self, index_file):
                self.index_file = index_file
                self.index_manager = self.load_index()

            def load_index(self):
                return manager

            def get_raw_image(self, index, image_key="image"):
                return "white"

            def get_original_text(self, ind):
                return "default sentence"

        name = "hydit__data_loader__arrow_load_stream"
        with support.modules(**{name: {"TextImageArrowStream": TextImageArrowStream}}):
            dataset.find_and_check_shards()
            dataset.stop_on_unreadable_rows()
        return TextImageArrowStream([self.index_file])

    def test_the_log_names_the_sizes_of_the_flags(self):
        class TextImageArrowStream:
            def __init__(self, multireso):
                self.multireso = multireso
                self.args = support.trainer_args(image_size=[1024], reso_step=64)

            def load_index(self):
                manager = StandInIndex([], [])
                manager._base_size, manager._step = 1344, 128
                return manager

        name = "hydit__data_loader__arrow_load_stream"
        with support.modules(**{name: {"TextImageArrowStream": TextImageArrowStream}}):
            dataset.log_sizes_as_asked()
        several, one = (TextImageArrowStream(multireso).load_index() for multireso in (True, False))
        self.assertEqual((several._base_size, several._step), (1024, 64))
        self.assertEqual((one._base_size, one._step), (1344, 128))

    def assert_refused(self, words):
        with self.assertRaises(SystemExit) as stop:
            self.stream(StandInIndex(list(self.relative), [3, 2]))
        self.assertRegex(str(stop.exception), words)

    def test_arrow_paths_become_absolute_from_the_place_of_the_index(self):
        write_shard(self.shards[0], 3)
        write_shard(self.shards[1], 2)
        stream = self.stream(StandInIndex(list(self.relative), [3, 2]))
        self.assertEqual(stream.index_manager.arrow_files, [str(path) for path in self.shards])

    def test_arrow_paths_of_every_bucket_become_absolute(self):
        write_shard(self.shards[0], 3)
        write_shard(self.shards[1], 2)
        buckets = [StandInIndex(list(self.relative), [3, 2], rows) for rows in ([0, 4], [1, 2, 3])]
        stream = self.stream(StandInBuckets(buckets, range(5)))
        absolute = [str(path) for path in self.shards]
        self.assertEqual([bucket.arrow_files for bucket in buckets], [absolute, absolute])
        self.assertEqual(stream.index_manager.arrow_files, absolute)

    def test_a_missing_shard_stops_the_run_with_its_name(self):
        write_shard(self.shards[0], 3)
        self.assert_refused("1 Arrow files.*\n.*00001.arrow: missing")

    def test_a_file_that_is_no_arrow_file_stops_the_run(self):
        write_shard(self.shards[0], 3)
        self.shards[1].write_bytes(b"porcelain")
        self.assert_refused("00001.arrow: not a readable Arrow file")

    def test_a_truncated_shard_stops_the_run(self):
        write_shard(self.shards[0], 3)
        write_shard(self.shards[1], 2)
        whole = self.shards[1].read_bytes()
        self.shards[1].write_bytes(whole[: len(whole) // 2])
        self.assert_refused("00001.arrow: not a readable Arrow file")

    def test_a_shard_of_another_length_than_the_index_knows_stops_the_run(self):
        write_shard(self.shards[0], 3)
        write_shard(self.shards[1], 7)
        self.assert_refused("00001.arrow: 7 rows, the index was made for 2")

    def test_a_shard_without_the_caption_column_stops_the_run(self):
        write_shard(self.shards[0], 3)
        write_shard(self.shards[1], 2, text_zh=None, caption=["瓶"] * 2)
        self.assert_refused("00001.arrow: columns caption, image instead of")

    def test_no_more_than_five_shards_are_named_and_the_others_counted(self):
        manager = StandInIndex(["{:05d}.arrow".format(i) for i in range(8)], [1] * 8)
        with self.assertRaisesRegex(SystemExit, "8 Arrow files(.|\n)*and 3 more"):
            self.stream(manager)

    def readable(self, **columns):
        write_shard(self.shards[0], 3)
        write_shard(self.shards[1], 2, **columns)
        return self.stream(StandInIndex(list(self.relative), [3, 2]))

    def test_a_good_row_gives_its_picture_and_caption(self):
        stream = self.readable(image=[picture((1, 2, 3))] * 2, text_zh=[" 龙纹罐 "] * 2)
        image = stream.get_raw_image(3)
        self.assertEqual((image.size, image.mode, image.getpixel((0, 0))), ((4, 3), "RGB", (1, 2, 3)))
        self.assertEqual(stream.get_original_text(3), "龙纹罐")

    def test_images_under_upstreams_older_column_name_are_read(self):
        self.assertEqual(self.readable(image=None, binary=[picture()] * 2).get_raw_image(4).size, (4, 3))

    def test_an_unreadable_image_raises_with_shard_and_row(self):
        stream = self.readable(image=[picture(), picture()[:40]])
        with self.assertRaisesRegex(dataset.UnreadableRow, "image in row 1 of .*00001.arrow"):
            stream.get_raw_image(4)

    def test_a_null_caption_raises_with_shard_and_row(self):
        stream = self.readable(text_zh=[None, "瓶"])
        with self.assertRaisesRegex(dataset.UnreadableRow, "caption in row 0 of .*00001.arrow"):
            stream.get_original_text(3)

    def test_the_place_of_a_row_is_found_through_buckets_and_the_running_order(self):
        files = [str(path) for path in self.shards]
        buckets = [StandInIndex(files, [3, 2], rows) for rows in ([0, 4], [1, 2, 3])]
        manager = StandInBuckets(buckets, [4, 3, 2, 1, 0])
        self.assertEqual(dataset.place(manager, 0), "row 0 of {}".format(files[1]))
        self.assertEqual(dataset.place(manager, 3), "row 1 of {}".format(files[1]))
        self.assertEqual(dataset.place(manager, 1), "row 2 of {}".format(files[0]))
