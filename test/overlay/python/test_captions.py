import argparse
import json
import multiprocessing
import os
import tempfile
import unittest
from pathlib import Path

import support
import test_dataset as made
from ditc_overlay import captions, dataset


def variant(name, kind="prose", **changes):
    return dict(
        {
            "name": name,
            "column": name,
            "shard_column": "caption_" + name,
            "kind": kind,
            "separator": ", ",
            "weight": 1,
        },
        **changes
    )


def recipe(*variants, **changes):
    return dict(
        {
            "formatVersion": 1,
            "seed": 1234,
            "stage": "main",
            "variants": list(variants) or [variant("tags", "tags"), variant("prose")],
            "classes": {"year": {"pattern": "^(19|20)[0-9][0-9]$"}},
            "edits": [
                {"key": "year", "verb": "drop", "class": "year", "each": True, "p": 0.5, "variants": ["tags"]},
                {"key": "1.shuffle", "verb": "shuffle", "keep_first": [], "p": 1, "variants": ["tags"]},
            ],
        },
        **changes
    )


class Captions(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(os.path.realpath(temporary.name))
        self.shards = [self.folder / "00000.arrow"]

    def stream(self, recipe, rows=4, **columns):
        """The trainer's data set, patched, with one shard of captions."""
        texts = {"caption_tags": ["瓶, 1999, 龙, 2003"] * rows, "caption_prose": ["a vase"] * rows}
        texts.update(columns)
        made.write_shard(self.shards[0], rows, **texts)
        manager = made.StandInIndex([self.shards[0].name], [rows])

        class TextImageArrowStream:
            def __init__(self, index_file):
                self.args = argparse.Namespace(global_seed=70)
                self.index_file = index_file
                self.index_manager = self.load_index()
                self.shuffled = []

            def load_index(self):
                return manager

            def shuffle(self, seed, fast=False):
                self.shuffled.append((seed, fast))

            def get_raw_image(self, index, image_key="image"):
                return "white"

            def get_original_text(self, ind):
                return "default sentence"

        name = "hydit__data_loader__arrow_load_stream"
        with support.modules(**{name: {"TextImageArrowStream": TextImageArrowStream}}):
            dataset.find_and_check_shards(captions.text_columns(recipe))
            dataset.stop_on_unreadable_rows()
            captions.draw_captions(recipe)
        return TextImageArrowStream([str(self.folder / "main.json")])

    def texts(self, stream, epoch, rows=4):
        stream.shuffle(seed=70 + epoch, fast=True)
        return [stream.get_original_text(ind) for ind in range(rows)]

    def test_without_a_recipe_nothing_changes(self):
        self.assertIsNone(captions.read_recipe(str(self.folder)))
        stream = self.stream(None, text_zh=[" 瓶 "] * 4)
        self.assertEqual(self.texts(stream, 0), ["瓶"] * 4)
        self.assertFalse(hasattr(stream, "ditc_epoch"))

    def test_a_recipe_is_read_beside_the_stage(self):
        (self.folder / "captions.json").write_text(json.dumps(recipe()), encoding="utf-8")
        self.assertEqual(captions.read_recipe(str(self.folder)), recipe())

    def test_a_recipe_of_another_version_stops_the_run(self):
        (self.folder / "captions.json").write_text(json.dumps(recipe(formatVersion=2)), encoding="utf-8")
        with self.assertRaisesRegex(SystemExit, "captions.json has format version 2, this overlay reads 1"):
            captions.read_recipe(str(self.folder))

    def test_a_recipe_that_is_not_ours_stops_the_run(self):
        for broken in (recipe(classes={}), recipe(seed="x"), recipe(classes={"year": {"pattern": "("}})):
            with self.assertRaisesRegex(SystemExit, "captions.json cannot be used"):
                captions.compiled(broken)

    def test_a_sample_is_the_draw_of_its_epoch_and_position(self):
        stream, draw = self.stream(recipe(), rows=40), captions.compiled(recipe())
        texts = {"tags": "瓶, 1999, 龙, 2003", "prose": "a vase"}
        for epoch in (0, 3):
            expected = [draw(texts.get, epoch, ind).text for ind in range(40)]
            self.assertEqual(self.texts(stream, epoch, 40), expected)

    def test_epochs_differ_and_a_resumed_run_draws_the_same(self):
        stream = self.stream(recipe(), rows=40)
        first, second = self.texts(stream, 0, 40), self.texts(stream, 1, 40)
        self.assertNotEqual(first, second)
        self.assertEqual(self.texts(self.stream(recipe(), rows=40), 1, 40), second)

    def test_both_encoders_get_one_draw(self):
        stream = self.stream(recipe(), rows=40)
        self.assertEqual(self.texts(stream, 0, 40), [stream.get_original_text(ind) for ind in range(40)])

    def test_a_forked_worker_draws_the_same(self):
        stream = self.stream(recipe(), rows=40)
        here = self.texts(stream, 2, 40)
        context = multiprocessing.get_context("fork")
        there = context.Queue()
        worker = context.Process(
            target=lambda: there.put([stream.get_original_text(ind) for ind in reversed(range(40))])
        )
        worker.start()
        self.assertEqual(there.get(timeout=60), here[::-1])
        worker.join()

    def test_upstream_still_shuffles(self):
        stream = self.stream(recipe())
        stream.shuffle(seed=75, fast=True)
        self.assertEqual((stream.shuffled, stream.ditc_epoch), ([(75, True)], 5))

    def test_a_shard_without_the_column_of_a_variant_stops_the_run_with_its_name(self):
        words = "columns caption_tags, image, text_zh instead of .*`caption_prose`"
        with self.assertRaisesRegex(SystemExit, words):
            self.stream(recipe(), caption_prose=None)

    def test_an_empty_variant_gives_way_to_another(self):
        tags, prose = [None, "", " , ,", "瓶"], ["a", "b", "c", None]
        stream = self.stream(recipe(), caption_tags=tags, caption_prose=prose)
        self.assertEqual(self.texts(stream, 0), ["a", "b", "c", "瓶"])

    def test_an_image_without_any_caption_raises_with_shard_and_row(self):
        stream = self.stream(recipe(), caption_tags=[None] * 4, caption_prose=[" "] * 4)
        stream.shuffle(seed=70)
        words = "caption in row 2 of .*00000.arrow.*every variant is empty"
        with self.assertRaisesRegex(dataset.UnreadableRow, words):
            stream.get_original_text(2)

    def test_only_the_drawn_variant_is_read(self):
        draw, read = captions.compiled(recipe()), []
        drawn = draw(lambda name: read.append(name) or "瓶", 0, 0)
        self.assertEqual(set(read), {drawn.variant})
