import tempfile
import types
import unittest
from pathlib import Path

import torch

import support
from ditc_overlay import start
from ditc_overlay.settings import Start


class HunYuanControlNet(torch.nn.Linear):
    """A ControlNet of upstream's interface that begins as a copy of the DiT."""

    def from_dit(self, dit):
        self.load_state_dict(dit.state_dict())


class FromControlnet(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.runs = Path(temporary.name)

    def started(self):
        """The ControlNet with which the second stage begins, beside a DiT of zeros."""
        network = type("HunYuanControlNet", (HunYuanControlNet,), {"from_dit": HunYuanControlNet.from_dit})
        tools = {"create_exp_folder": lambda args, rank: ("here", "checkpoints")}
        with support.modules(
            hydit__modules__controlnet={"HunYuanControlNet": network}, hydit__utils__tools=tools
        ):
            start.start_from_controlnet(Start("s1", "module"))
            import hydit.utils.tools as patched

            args = types.SimpleNamespace(results_dir=str(self.runs / "s2"))
            self.assertEqual(patched.create_exp_folder(args, 0), ("here", "checkpoints"))
        dit = torch.nn.Linear(2, 1)
        torch.nn.init.zeros_(dit.weight)
        controlnet = network(2, 1)
        controlnet.from_dit(dit)
        return controlnet

    def leave(self, **saved):
        """The last checkpoint of the first stage, as DeepSpeed writes it."""
        folder = self.runs / "s1" / "checkpoints" / "final.pt"
        folder.mkdir(parents=True)
        torch.save(saved, str(folder / "mp_rank_00_model_states.pt"))

    def test_goes_on_from_that_of_the_stage_before(self):
        trained = {"weight": torch.tensor([[3.0, 4.0]]), "bias": torch.tensor([5.0])}
        self.leave(module=trained, args=support.trainer_args())
        controlnet = self.started()
        self.assertEqual(controlnet.weight.tolist(), [[3.0, 4.0]])
        self.assertEqual(controlnet.bias.tolist(), [5.0])

    def test_stops_where_the_stage_before_has_left_none(self):
        with self.assertRaisesRegex(SystemExit, "cannot start from the ControlNet in .*s1/checkpoints/final.pt"):
            self.started()

    def test_stops_where_the_file_is_no_checkpoint(self):
        self.leave(weight=torch.zeros(1))
        with self.assertRaisesRegex(SystemExit, "cannot start from the ControlNet"):
            self.started()
