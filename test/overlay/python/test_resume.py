import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

import numpy

import support
from ditc_overlay import markers, resume
from ditc_overlay.markers import Marker
from ditc_overlay.position import Track
from ditc_overlay.progress import Progress
from ditc_overlay.resume import (
    Resume,
    choose_checkpoint,
    go_on_from_its_step,
    restore_order_and_random_numbers,
    skip_consumed_batches,
)

SEED, BATCHES = 999, 5


class Stream:
    """A data set of upstream's interface that shuffles what the shuffle before left."""

    def __init__(self, args):
        self.args = args
        self.order = numpy.arange(20)

    def shuffle(self, seed, fast=False):
        numpy.random.RandomState(seed).shuffle(self.order)


class ResumeTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.checkpoints = Path(temporary.name) / "checkpoints"
        stage = support.stage_json(save=dict(support.stage_json()["save"], optimizer_state=True))
        self.settings = support.settings(stage, support.deepspeed_json(accumulation=2))
        self.progress = Progress(self.settings)
        self.track = Track(self.settings, self.progress)
        self.resume = Resume(self.track)
        self.args = support.trainer_args(
            global_seed=SEED, max_training_steps=100, epochs=20, training_parts="all"
        )

    def leave(self, micro_steps, **changes):
        """A whole checkpoint of an earlier process."""
        self.track.args = self.args
        plan = dict(self.track.plan(), **changes)
        folder = self.checkpoints / "{:07d}.pt".format(micro_steps)
        markers.begin(folder)
        markers.complete(folder, Marker(True, micro_steps // 2, micro_steps, BATCHES, plan))

    def choose(self):
        taken = []
        tools = {"create_exp_folder": lambda args, rank: ("run", str(self.checkpoints), None)}
        with support.modules(hydit__utils__tools=tools):
            choose_checkpoint(self.resume, taken.extend)
            import hydit.utils.tools as patched

            patched.create_exp_folder(self.args, 0)
        return [Path(path).name for path in taken]

    def position(self, batches=BATCHES, steps=0):
        """What the trainer is told: epoch, step in it, steps."""
        tools = {"model_resume": lambda args, model, ema, logger, len_loader: (model, ema, 0, 0, steps)}
        with support.modules(hydit__utils__tools=tools):
            go_on_from_its_step(self.resume)
            import hydit.utils.tools as patched

            return patched.model_resume(self.args, "model", None, None, batches)[2:]

    def test_without_a_checkpoint_nothing_is_changed(self):
        self.assertEqual(self.choose(), [])
        self.assertEqual(self.position(), (0, 0, 0))
        self.assertEqual(self.progress.finished_before(), 0)

    def test_the_newest_checkpoint_gives_epoch_and_step(self):
        self.leave(4)
        self.leave(12)
        self.assertEqual(self.choose(), ["0000004.pt", "0000012.pt"])
        self.assertEqual(self.position(), (2, 2, 12))
        self.assertEqual((self.progress.finished_before(), self.track.micro_steps), (6, 12))

    def test_the_end_of_an_epoch_is_the_beginning_of_the_next(self):
        self.leave(10)
        self.choose()
        self.assertEqual(self.position(), (2, 0, 10))

    def test_after_the_last_step_no_other_is_made(self):
        self.leave(100)
        self.choose()
        self.assertEqual(self.position()[0], self.args.epochs)

    def test_a_run_killed_behind_its_last_step_knows_where_it_stands(self):
        self.leave(100)
        self.choose()
        self.position()
        engine = support.StandInEngine()
        engine.load_checkpoint = lambda folder, tag, load_module_strict: (tag, {})
        engine.lr_scheduler = types.SimpleNamespace(step=lambda updates: None)
        self.progress.engine = engine
        state = {"random": {"numpy": "as it was"}, "ema_decay_steps": None}
        with mock.patch.object(resume, "load_rank_state", lambda folder: state):
            resume.load(self.resume, engine)
        marker = self.track.marker(False)  # that of final.pt, before which the trainer shuffles no epoch
        self.assertEqual((marker.updates, marker.micro_steps), (50, 100))
        self.assertEqual(self.track.position.random, {"numpy": "as it was"})

    def test_a_changed_setting_stops_the_run_with_its_values(self):
        self.leave(4, batch_size=4)
        with self.assertRaisesRegex(SystemExit, "another setting: batch_size 4, now 2"):
            self.choose()

    def test_another_number_of_ranks_stops_the_run_with_both(self):
        self.leave(4)
        self.track.settings = support.settings(support.stage_json(world_size=2))
        with self.assertRaisesRegex(SystemExit, "another setting: world_size 1, now 2"):
            self.choose()

    def test_another_length_of_an_epoch_stops_the_run(self):
        self.leave(4)
        self.choose()
        with self.assertRaisesRegex(SystemExit, "5 batches an epoch, there are 6 now"):
            self.position(batches=6)

    def test_weights_with_a_position_of_their_own_stop_the_run(self):
        with self.assertRaisesRegex(SystemExit, "position of their own"):
            self.position(steps=6)

    def shuffled(self, epoch):
        """The order that the trainer's shuffle for `epoch` leaves in a process that begins with it."""
        stream = type("TextImageArrowStream", (Stream,), {"shuffle": Stream.shuffle})
        with support.modules(hydit__data_loader__arrow_load_stream={"TextImageArrowStream": stream}):
            restore_order_and_random_numbers(self.resume)
        made = stream(self.args)
        made.shuffle(seed=SEED + epoch, fast=True)
        return made

    def test_the_shuffles_of_all_epochs_before_are_made_again(self):
        undisturbed = Stream(self.args)
        for epoch in range(5):
            undisturbed.shuffle(seed=SEED + epoch)
        resumed = self.shuffled(3)
        resumed.shuffle(seed=SEED + 4, fast=True)
        self.assertEqual(resumed.order.tolist(), undisturbed.order.tolist())

    def test_the_generators_are_put_back_before_the_first_epoch_only(self):
        from ditc_overlay.randomness import random_state

        self.leave(4)
        self.choose()
        self.resume.rank_state = {"random": random_state()}
        numpy.random.rand()
        stream = self.shuffled(0)
        expected = self.resume.rank_state["random"]["numpy"][2]
        self.assertEqual(numpy.random.get_state()[2], expected)
        numpy.random.rand()
        stream.shuffle(seed=SEED + 1, fast=True)
        self.assertNotEqual(numpy.random.get_state()[2], expected)

    def test_consumed_batches_of_buckets_are_left_out_once(self):
        class BlockDistributedSampler:
            batch_size = 2

            def __iter__(self):
                return iter(range(10))

        with support.modules(
            IndexKits__index_kits__sampler={"BlockDistributedSampler": BlockDistributedSampler}
        ):
            skip_consumed_batches(self.resume)
        self.leave(8)
        self.choose()
        self.position()
        sampler = BlockDistributedSampler()
        self.assertEqual(list(sampler), [6, 7, 8, 9])
        self.assertEqual(list(sampler), list(range(10)))
