import argparse
import builtins
import random
import runpy
import tempfile
import unittest
from pathlib import Path

import numpy
import torch

import support
from ditc_overlay import torch_compat
from ditc_overlay.progress import Progress


class TorchCompat(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def run_script(self, name, patched_for):
        self.addCleanup(setattr, builtins, "__import__", builtins.__import__)
        script = self.folder / name
        script.write_text("import bitsandbytes as bnb\n")
        torch_compat.answer_bitsandbytes(str(patched_for))
        return runpy.run_path(str(script), run_name="__main__")

    def test_the_trainers_own_import_of_bitsandbytes_is_answered(self):
        found = self.run_script("train_deepspeed.py", self.folder / "train_deepspeed.py")
        self.assertEqual(found["bnb"].__name__, "bitsandbytes")

    def test_nobody_else_is_told_that_bitsandbytes_exists(self):
        with self.assertRaises(ImportError):
            self.run_script("quantizer.py", self.folder / "train_deepspeed.py")

    def checkpoint(self):
        path = self.folder / "mp_rank_00_model_states.pt"
        torch.save({"module": {}, "steps": 6, "epoch": 1, "args": argparse.Namespace(lr=1e-4)}, path)
        return path

    def resume(self, steps=6):
        path = self.checkpoint()
        loaded = []

        def model_resume(args, model, ema, logger, len_loader):
            loaded.append(torch.load(path))
            return model, ema, 1, 1, steps

        progress = Progress(support.settings(deepspeed=support.deepspeed_json(accumulation=2)))
        with support.modules(hydit__utils__tools={"model_resume": model_resume}):
            torch_compat.load_own_checkpoints(progress)
            import hydit.utils.tools as patched

            result = patched.model_resume("args", "model", None, None, 40)
        self.assertEqual(result, ("model", None, 1, 1, steps))
        return progress, loaded

    def test_a_resume_reads_the_trainers_own_checkpoint(self):
        _, loaded = self.resume()
        self.assertEqual(loaded[0]["args"].lr, 1e-4)

    def test_other_loads_stay_as_strict_as_torch_makes_them(self):
        self.resume()
        with self.assertRaisesRegex(Exception, "weights_only|Weights only"):
            torch.load(self.checkpoint())

    def test_a_resume_tells_how_many_updates_are_finished_and_how_long_an_epoch_is(self):
        progress, _ = self.resume()
        self.assertEqual((progress.finished_before(), progress.micro_steps_per_epoch), (3, 40))

    def draw(self):
        return (torch.rand(1).item(), numpy.random.rand(), random.random())

    def test_after_a_resume_the_noise_of_the_first_steps_does_not_repeat(self):
        torch.manual_seed(1234), numpy.random.seed(1234), random.seed(1234)
        first = self.draw()
        torch.manual_seed(1234), numpy.random.seed(1234), random.seed(1234)
        self.resume()
        second = self.draw()
        self.assertTrue(all(one != other for one, other in zip(first, second)))

    def test_a_fresh_start_leaves_the_noise_as_the_trainer_seeded_it(self):
        torch.manual_seed(1234)
        first = torch.rand(1).item()
        torch.manual_seed(1234)
        self.resume(steps=0)
        self.assertEqual(torch.rand(1).item(), first)

    def test_rotary_tables_are_moved_in_both_of_their_forms(self):
        pair = (torch.zeros(4, 2), torch.ones(4, 2))
        self.assertEqual([part.device.type for part in torch_compat.moved(pair, "meta")], ["meta", "meta"])
        self.assertEqual(torch_compat.moved(pair[0], "meta").device.type, "meta")
