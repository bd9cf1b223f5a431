import json
import tempfile
import unittest
from pathlib import Path

from support import deepspeed_json, stage_json
from ditc_overlay.settings import Span, read_settings


class Settings(unittest.TestCase):
    def read(self, stage, deepspeed=None):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "stage.json").write_text(json.dumps(stage))
            (Path(folder) / "deepspeed.json").write_text(json.dumps(deepspeed or deepspeed_json()))
            return read_settings(folder, folder)

    def assert_stops(self, stage, words):
        with self.assertRaises(SystemExit) as stop:
            self.read(stage)
        self.assertRegex(str(stop.exception), words)

    def test_a_stage_as_ditc_writes_it_is_read(self):
        found = self.read(stage_json())
        self.assertEqual((found.name, found.stage, found.world_size), ("porcelain", "main", 1))
        self.assertEqual(found.learning_rate.length, Span("updates", 6))
        self.assertEqual(found.deepspeed, deepspeed_json())

    def test_lengths_and_intervals_may_be_in_epochs(self):
        save = {"every": {"epochs": 2}, "keep": None, "optimizer_state": True}
        found = self.read(stage_json(save=save))
        self.assertEqual(found.save.every, Span("epochs", 2))
        self.assertIsNone(found.save.keep)

    def test_a_rolling_checkpoint_or_the_optimizers_state_make_a_run_resumable(self):
        save = stage_json()["save"]
        self.assertFalse(self.read(stage_json()).save.can_resume)
        self.assertFalse(self.read(stage_json(save=dict(save, resume_every=None))).save.can_resume)
        self.assertTrue(self.read(stage_json(save=dict(save, optimizer_state=True))).save.can_resume)
        found = self.read(stage_json(save=dict(save, resume_every={"updates": 250})))
        self.assertEqual((found.save.resume_every, found.save.can_resume), (Span("updates", 250), True))

    def test_another_format_version_stops_the_run(self):
        self.assert_stops(stage_json(formatVersion=2), "format version 2.*\n.*ditc build")

    def test_a_missing_key_stops_the_run_with_its_name(self):
        stage = stage_json()
        del stage["world_size"]
        self.assert_stops(stage, "world_size")

    def test_true_is_not_a_number_of_processes(self):
        self.assert_stops(stage_json(world_size=True), "world_size.*must be a int")

    def test_a_schedule_that_is_not_ours_stops_the_run(self):
        rate = dict(stage_json()["learning_rate"], schedule="polynomial")
        self.assert_stops(stage_json(learning_rate=rate), "constant, linear, cosine.*polynomial")

    def test_keeping_no_checkpoint_at_all_is_impossible(self):
        self.assert_stops(stage_json(save=dict(stage_json()["save"], keep=0)), "at least 1")

    def test_a_missing_stage_file_stops_the_run(self):
        with self.assertRaisesRegex(SystemExit, "cannot read .*stage.json"):
            read_settings("/nowhere/porcelain", "/nowhere")

    def test_a_missing_environment_variable_stops_the_run(self):
        with self.assertRaisesRegex(SystemExit, "DITC_STAGE"):
            read_settings(None, "/nowhere")

    def test_a_file_that_is_no_object_stops_the_run(self):
        self.assert_stops([1, 2], "JSON object")
