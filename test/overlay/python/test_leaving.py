import os
import subprocess
import sys
import tempfile
import types
import unittest
import unittest.mock
from pathlib import Path

import support
from ditc_overlay import leaving, markers
from ditc_overlay.progress import Progress

WATCHED = """
import sys, time
sys.path.insert(0, {!r})
import support
from ditc_overlay import leaving
leaving.end_with_supervisor()
print("ready", flush=True)
time.sleep(60)
"""


class Leaving(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.run_folder = Path(temporary.name) / "porcelain" / "main"
        self.checkpoints = self.run_folder / "checkpoints"
        self.checkpoints.mkdir(parents=True)
        self.progress = Progress(support.settings())
        self.progress.run_folder = self.run_folder
        self.progress.say = lambda message: self.said.append(message)
        self.engine = support.StandInEngine()
        self.engine.forward = lambda *inputs: "loss"
        self.progress.engine = self.engine
        self.said, self.saved = [], []

    def saver(self, micro_steps):
        position = types.SimpleNamespace(micro_steps=micro_steps)
        track = types.SimpleNamespace(checkpoints=self.checkpoints, position=position)
        return types.SimpleNamespace(track=track, save_rolling=lambda: self.saved.append(micro_steps))

    def ask(self):
        (self.run_folder.parent / "stop").write_text("")

    def forward(self, updates):
        """The forward passes of some updates of two micro steps each; the update at which it left, or None."""
        for update in range(updates):
            for _ in range(2):
                try:
                    self.assertEqual(self.engine.forward("batch"), "loss")
                except SystemExit as left:
                    self.assertEqual(left.code, 130)
                    return update
            self.engine.global_steps += 1
        return None

    def test_it_trains_on_until_asked_and_leaves_behind_the_next_update(self):
        leaving.look_before_forward(self.engine, self.progress, self.saver(4))
        self.assertIsNone(self.forward(2))
        self.engine.forward("batch")
        self.ask()
        self.engine.forward("batch")  # the same update goes on
        self.engine.global_steps += 1
        self.assertEqual(self.forward(2), 0)
        self.assertEqual((self.saved, self.said), ([4], ["left after update 3, going on from there"]))
        self.assertFalse((self.run_folder.parent / "stop").exists())

    def test_it_saves_nothing_where_the_state_is_saved_already_or_before_the_first_update(self):
        folder = self.checkpoints / "resume"
        markers.begin(folder)
        markers.complete(folder, markers.Marker(True, 2, 4, 12))
        for micro_steps in (4, 0):
            self.ask()
            with self.assertRaises(SystemExit):
                leaving.leave(self.progress, self.saver(micro_steps))
        self.assertEqual(self.saved, [])

    def test_no_rank_ends_before_the_state_of_all_is_marked(self):
        order = []
        saver = self.saver(4)
        saver.save_rolling = lambda: order.append("saved")
        self.progress.say = order.append

        def share(value):
            order.append(("shared", value))
            return [value]

        with unittest.mock.patch.object(leaving, "share", share), self.assertRaises(SystemExit):
            leaving.leave(self.progress, saver)
        said = "left after update 0, going on from there"
        self.assertEqual(order, [("shared", True), "saved", said, ("shared", None)])

    def test_it_says_that_a_run_without_state_cannot_be_gone_on_with(self):
        leaving.look_before_forward(self.engine, self.progress, None)
        self.ask()
        self.assertEqual(self.forward(1), 0)
        self.assertEqual(self.said, ["left after update 0, with nothing to go on from"])

    def watched(self, supervised):
        """A process whose output is read no more once it is there; its status, or None while it lives."""
        environment = dict(os.environ, **({"DITC_SUPERVISED": "1"} if supervised else {}))
        process = subprocess.Popen(
            [sys.executable, "-c", WATCHED.format(os.path.dirname(__file__))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        self.assertEqual(process.stdout.readline(), b"ready\n")
        process.stdout.close()
        process.stderr.close()
        try:
            return process.wait(timeout=20 if supervised else 1)
        except subprocess.TimeoutExpired:
            return None
        finally:
            process.kill()
            process.wait()

    def test_a_process_ends_with_the_one_that_reads_its_output(self):
        self.assertEqual(self.watched(True), -9)

    def test_a_process_that_nobody_supervises_does_not(self):
        self.assertIsNone(self.watched(False))
