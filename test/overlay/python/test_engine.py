"""With the real DeepSpeed engine, on the CPU, one process."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

os.environ.update(DS_ACCELERATOR="cpu", RANK="0", LOCAL_RANK="0", WORLD_SIZE="1", MASTER_ADDR="127.0.0.1")

import deepspeed
import torch
import torch.distributed
from deepspeed.accelerator import get_accelerator

import support
from ditc_overlay import deepspeed_setup, markers, overflow, resume, saving
from ditc_overlay.learning_rate import learning_rate
from ditc_overlay.position import Track
from ditc_overlay.progress import Progress
from ditc_overlay.state_saving import StateSaver, frozen_left_out

type(get_accelerator()).is_fp16_supported = (
    lambda self: True
)  # torch's CPU can; DeepSpeed's accelerator says no
UPDATES = 6
ENGINE = deepspeed.runtime.engine.DeepSpeedEngine
REAL = {"initialize": deepspeed.initialize, "save_checkpoint": ENGINE.save_checkpoint}


def unpatch():
    """Take the overlay's patches off again."""
    deepspeed.initialize = REAL["initialize"]
    ENGINE.save_checkpoint = REAL["save_checkpoint"]


def join_group():
    """One process in a gloo group; the overlay's patch tells DeepSpeed."""
    if torch.distributed.is_initialized():
        return
    deepspeed_setup.join_process_group(support.settings())
    store = torch.distributed.HashStore()
    torch.distributed.init_process_group("gloo", store=store, rank=0, world_size=1)


class Engine(unittest.TestCase):
    def setUp(self):
        self.addCleanup(unpatch)
        join_group()
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def start(self, zero, accumulation=1, schedule="linear", resumed=0, config=None, frozen=False, **save):
        """Initialise as the trainer does; note the rate that every real optimizer step is made with."""
        stage = support.stage_json()
        stage["learning_rate"]["schedule"] = schedule
        stage["save"].update(save)
        self.settings = support.settings(stage, support.deepspeed_json(zero, accumulation, **(config or {})))
        self.progress = Progress(self.settings)
        self.progress.resumed_micro_steps = resumed
        unpatch()
        deepspeed_setup.own_learning_rate(self.settings, self.progress)
        overflow.stop_at_smallest_loss_scale(self.settings, self.progress)
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Linear(8, 1)).half()
        model[0].requires_grad_(not frozen)
        engine, optimizer, _, _ = deepspeed.initialize(
            model=model,
            model_parameters=[each for each in model.parameters() if each.requires_grad],
            config_params=self.settings.deepspeed,
            lr_scheduler=None,
        )
        self.used = []
        base = engine.basic_optimizer
        real = base.step
        base.step = lambda *args, **kwargs: (
            self.used.append(base.param_groups[0]["lr"]),
            real(*args, **kwargs),
        )[1]
        self.logged = lambda: optimizer.param_groups[0]["lr"]
        return engine

    def train(self, engine, micro_steps, first=0, overflow_at=()):
        """The trainer's loop: one forward, backward and step a micro step, with its own keyword for the schedule."""
        accumulation = self.settings.deepspeed["gradient_accumulation_steps"]
        for train_steps in range(first, first + micro_steps):
            scale = float("inf") if train_steps in overflow_at else 1.0
            loss = engine(torch.ones(2, 4).half()).float().pow(2).mean() * scale
            engine.backward(loss)
            engine.step(lr_kwargs={"last_batch_iteration": (train_steps + 1) // accumulation})

    def rates(self, schedule="linear", updates=range(1, UPDATES + 1)):
        return [learning_rate(update, schedule, 0.001, 2, UPDATES) for update in updates]

    def assert_close(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for one, other in zip(found, expected):
            self.assertAlmostEqual(one, other, places=12)

    def test_every_update_is_made_with_its_own_rate_at_each_zero_stage(self):
        for zero in (0, 1, 2):
            for schedule in ("constant", "linear", "cosine"):
                with self.subTest(zero=zero, schedule=schedule):
                    self.train(self.start(zero, schedule=schedule), UPDATES)
                    self.assert_close(self.used, self.rates(schedule))

    def test_accumulation_does_not_move_the_rate(self):
        for zero in (0, 1, 2):
            with self.subTest(zero=zero):
                self.train(self.start(zero, accumulation=3), 3 * UPDATES)
                self.assert_close(self.used, self.rates())

    def test_overflow_at_the_smallest_loss_scale_stops_the_run_at_each_zero_stage(self):
        for zero in (0, 1, 2):
            with self.subTest(zero=zero), self.assertRaises(SystemExit) as stop:
                engine = self.start(zero, accumulation=2, resumed=6)  # the scale falls from 16: four updates reach 1
                self.train(engine, 20, overflow_at=range(20))
            self.assertRegex(str(stop.exception), "update 8 overflow fp16(.|\n)*lower `optimizer.lr`.*--step 8")

    def test_another_error_of_an_update_is_not_explained_away(self):
        engine = self.start(2)
        engine.optimizer.step = mock.Mock(side_effect=ValueError("broken glaze"))
        with self.assertRaisesRegex(ValueError, "broken glaze"):
            self.train(engine, 1)

    def test_the_first_update_is_the_same_at_each_zero_stage(self):
        moved = {}
        for zero in (0, 1, 2):
            engine = self.start(zero, schedule="constant")
            before = [parameter.detach().float().clone() for parameter in engine.module.parameters()]
            self.train(engine, 1)
            after = [parameter.detach().float() for parameter in engine.module.parameters()]
            moved[zero] = torch.cat([(one - other).flatten() for one, other in zip(after, before)])
        self.assertGreater(moved[1].abs().max().item(), 0)
        for zero in (0, 2):
            self.assertTrue(torch.equal(moved[zero], moved[1]), zero)

    def test_the_rate_that_the_trainer_logs_is_that_of_the_next_update(self):
        engine = self.start(2)
        self.train(engine, 3)
        self.assertAlmostEqual(self.logged(), self.rates()[3])

    def test_a_resumed_run_goes_on_in_the_middle_of_the_schedule(self):
        engine = self.start(2, accumulation=2, resumed=6)
        self.train(engine, 6, first=6)
        self.assert_close(self.used, self.rates(updates=(4, 5, 6)))

    def test_a_skipped_step_uses_up_its_number_and_is_counted(self):
        for zero in (0, 1, 2):
            with self.subTest(zero=zero):
                engine = self.start(zero)
                self.train(engine, UPDATES, overflow_at=(2,))
                self.assert_close(self.used, self.rates(updates=(1, 2, 4, 5, 6)))
                self.assertEqual(
                    (self.progress.skipped_steps(), self.progress.applied_steps()), (1, UPDATES - 1)
                )

    def test_the_weights_change(self):
        engine = self.start(1)
        before = [parameter.detach().clone() for parameter in engine.module.parameters()]
        self.train(engine, 2)
        for one, other in zip(before, engine.module.parameters()):
            self.assertFalse(torch.equal(one, other))

    def save(self, zero, **rules):
        engine = self.start(zero, **rules)
        saving.wrap_engine_saving(self.settings, self.progress, saving.Retention(self.settings.save.keep))
        for train_steps in range(3):
            self.train(engine, 1, first=train_steps)
            engine.save_checkpoint(
                str(self.folder), client_state={"steps": 1}, tag="{:07d}.pt".format(train_steps + 1)
            )
        engine.save_checkpoint(str(self.folder), client_state={"steps": 3}, tag="final.pt")
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.glob("*.pt/*"))

    def test_checkpoints_hold_no_optimizer_state_unless_it_is_asked_for(self):
        for zero in (0, 1, 2):
            with self.subTest(zero=zero):
                files = self.save(zero, keep=None)
                tags = ["0000001.pt", "0000002.pt", "0000003.pt", "final.pt"]
                self.assertEqual(files, [tag + "/mp_rank_00_model_states.pt" for tag in tags])
                state = torch.load(self.folder / files[0], weights_only=False)
                self.assertIsNone(state["optimizer"])
                self.assertEqual((state["steps"], len(state["module"])), (1, 4))

    def test_the_optimizer_still_works_after_a_checkpoint_without_its_state(self):
        self.save(0, keep=None)
        self.train(self.progress.engine, 2, first=3)
        self.assert_close(self.used, self.rates(updates=range(1, 6)))
        self.assertIn("optimizer_state_dict", self.progress.engine.optimizer.state_dict())

    def test_checkpoints_hold_the_optimizer_state_when_it_is_asked_for(self):
        files = self.save(2, optimizer_state=True, keep=None)
        self.assertIn("final.pt/zero_pp_rank_0_mp_rank_00_optim_states.pt", files)

    def test_old_checkpoints_go_when_newer_ones_are_complete(self):
        self.save(2, keep=1)
        self.assertEqual(sorted(path.name for path in self.folder.glob("*.pt")), ["0000003.pt", "final.pt"])

    def test_a_failure_to_save_ends_the_run(self):
        engine = self.start(2)
        saving.wrap_engine_saving(self.settings, self.progress, saving.Retention(None))
        (self.folder / "0000001.pt").write_text("a file where the folder must be")
        with self.assertRaisesRegex(SystemExit, "cannot save .*0000001.pt"):
            engine.save_checkpoint(str(self.folder), tag="0000001.pt")

    def follow(self, **flags):
        """What the trainer's seams would have filled: the track of the run, and who writes its state."""
        track = Track(self.settings, self.progress)
        track.args = support.trainer_args(**flags)
        track.checkpoints, track.batches_per_epoch = self.folder, 100
        saver = StateSaver(track)
        saving.wrap_engine_saving(self.settings, self.progress, saving.Retention(None), saver)
        return track, saver

    def weights(self, engine):
        with deepspeed.zero.GatheredParameters(list(engine.module.parameters())):
            return torch.cat([each.detach().float().flatten().clone() for each in engine.module.parameters()])

    def killed_and_gone_on(self, zero, config=None, frozen=False, **flags):
        """Three updates, one of them skipped, a rolling checkpoint and three more; then the last three once again."""
        engine = self.start(zero, config=config, frozen=frozen, resume_every={"updates": 3})
        track, saver = self.follow(**flags)
        for train_steps in range(3):
            self.train(engine, 1, first=train_steps, overflow_at=(1,))
            saver.after_micro_step()
        self.train(engine, 3, first=3)
        whole = (self.weights(engine), engine.optimizer.loss_scale, engine.global_steps, engine.skipped_steps)

        engine = self.start(zero, resumed=3, config=config, frozen=frozen, resume_every={"updates": 3})
        track, saver = self.follow(**flags)
        gone_on = resume.Resume(track)
        gone_on.name, gone_on.marker = resume.newest(self.folder)
        resume.load(gone_on, engine)
        self.assertEqual((self.progress.optimizer_steps(), self.progress.skipped_steps()), (3, 1))
        self.train(engine, 3, first=3)
        self.assert_close(self.used, self.rates(updates=(4, 5, 6)))
        return whole, (
            self.weights(engine),
            engine.optimizer.loss_scale,
            engine.global_steps,
            engine.skipped_steps,
        )

    def assert_same(self, whole, gone_on):
        self.assertEqual(whole[1:], gone_on[1:])
        self.assertTrue(torch.equal(whole[0], gone_on[0]))

    def test_a_killed_run_goes_on_with_the_same_bits_at_each_zero_stage(self):
        for zero in (0, 1, 2, 3):
            with self.subTest(zero=zero):
                self.assert_same(*self.killed_and_gone_on(zero))
                self.assertEqual([folder.name for folder in markers.folders(self.folder)], ["resume"])

    def test_a_killed_run_with_the_optimizer_in_main_memory_goes_on_with_the_same_bits(self):
        for zero in (1, 2, 3):
            offload = {"stage": zero, "offload_optimizer": {"device": "cpu"}}
            config = {"zero_optimization": offload, "zero_force_ds_cpu_optimizer": False}
            with self.subTest(zero=zero):
                self.assert_same(*self.killed_and_gone_on(zero, config))

    def test_the_frozen_base_of_an_adapter_is_not_saved_and_the_rest_goes_on(self):
        for zero in (0, 1, 2, 3):
            with self.subTest(zero=zero):
                self.assert_same(
                    *self.killed_and_gone_on(
                        zero, frozen=True, training_parts="lora", rank=4, target_modules=["1"]
                    )
                )
                name = "{}mp_rank_00_model_states.pt".format("zero_pp_rank_0_" if zero == 3 else "")
                state = torch.load(self.folder / "resume" / name, weights_only=False)
                self.assertEqual(sorted(state["module"]), ["1.bias", "1.weight"])
                self.assertFalse(state.get("frozen_param_fragments"))

    def test_the_engine_gives_its_whole_state_again_afterwards(self):
        engine = self.start(2, frozen=True)
        with frozen_left_out(engine, True):
            self.assertEqual(len(engine.module_state_dict()), 2)
        self.assertEqual(len(engine.module_state_dict()), 4)

    def test_a_numbered_checkpoint_of_a_resumable_run_is_marked_when_it_is_whole(self):
        engine = self.start(2, optimizer_state=True)
        _, saver = self.follow()
        self.train(engine, 1)
        saver.after_micro_step()
        engine.save_checkpoint(str(self.folder), tag="0000001.pt", client_state={"steps": 1})
        self.assertEqual(resume.newest(self.folder)[0], "0000001.pt")
        self.assertEqual(markers.read(self.folder / "0000001.pt").updates, 1)
        self.assertIn("ditc_rank_00000.pt", [path.name for path in (self.folder / "0000001.pt").iterdir()])

    def test_deepspeed_is_told_about_the_process_group_of_the_trainer(self):
        import deepspeed.comm

        self.assertTrue(deepspeed.comm.is_initialized())
        self.assertEqual(deepspeed.comm.get_world_size(), 1)
