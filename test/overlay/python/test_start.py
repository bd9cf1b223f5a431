import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

import support  # noqa: F401
from ditc_overlay import start
from ditc_overlay.settings import Start, start_of


class Model:
    def load_state_dict(self, state, strict=True):
        self.state = state


class FromRandomNumbers(unittest.TestCase):
    def test_loads_nothing_and_begins_at_the_first_batch(self):
        def model_resume(args, model, ema, logger, len_loader):
            raise AssertionError("a file was asked for")

        tools = types.SimpleNamespace(model_resume=model_resume)
        with mock.patch.object(start, "upstream_module", {"hydit.utils.tools": tools}.get):
            settings = types.SimpleNamespace(start=start_of({"weights": "random"}))
            start.start_from_random_numbers(settings)
            start.own_start(settings)
        self.assertEqual(tools.model_resume(None, "model", "ema", None, 9), ("model", "ema", 0, 0, 0))


class FromAverage(unittest.TestCase):
    def resumed(self, checkpoint, weights):
        """What upstream's `model_resume` loads into the model from a checkpoint that `torch.load` gives."""
        torch = types.SimpleNamespace(load=lambda f, map_location=None: checkpoint)

        def model_resume(args, model, ema, logger, len_loader):
            state = torch.load(args.resume_module_root, map_location="cpu")
            model.load_state_dict(state["module"] if "module" in state else state)
            return model, ema, 0, 0, 0

        tools = types.SimpleNamespace(model_resume=model_resume)
        modules = {"torch": torch, "hydit.utils.tools": tools}
        with mock.patch.object(start, "upstream_module", modules.get):
            start.start_from_average(Start("s1", weights))
            model = Model()
            args = types.SimpleNamespace(resume_module_root="final.pt")
            tools.model_resume(args, model, None, None, 1)
        self.assertIs(torch.load("x"), checkpoint)
        return model.state

    def test_takes_the_average_for_the_weights(self):
        self.assertEqual(self.resumed({"module": {"w": 1}, "ema": {"w": 2}}, "ema"), {"w": 2})

    def test_leaves_the_weights_where_they_are_meant(self):
        self.assertEqual(self.resumed({"module": {"w": 1}, "ema": {"w": 2}}, "module"), {"w": 1})

    def test_stops_where_there_is_no_average(self):
        with self.assertRaisesRegex(SystemExit, "holds no average"):
            self.resumed({"module": {"w": 1}}, "ema")


class FromAdapter(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.runs = Path(temporary.name)

    def test_puts_the_adapter_of_the_stage_before_on_the_model(self):
        loaded = {}
        tools = types.SimpleNamespace(create_exp_folder=lambda args, rank: ("here", "checkpoints"))
        peft = types.SimpleNamespace(
            get_peft_model=lambda model, peft_config: ["wrapped", model],
            load_peft_weights=lambda path, device: {"from": path},
            set_peft_model_state_dict=lambda model, state: loaded.update(model=model, state=state),
        )
        modules = {"peft": peft, "hydit.utils.tools": tools}
        with mock.patch.object(start, "upstream_module", modules.get):
            start.start_from_adapter(Start("s1", "module"))
            args = types.SimpleNamespace(results_dir=str(self.runs / "s2"))
            self.assertEqual(tools.create_exp_folder(args, 0), ("here", "checkpoints"))
            self.assertEqual(peft.get_peft_model("model", "config"), ["wrapped", "model"])
        self.assertEqual(
            loaded["state"], {"from": str(self.runs / "s1" / "checkpoints" / "final.pt")}
        )
        self.assertEqual(loaded["model"], ["wrapped", "model"])

    def test_stops_where_the_stage_before_has_left_none(self):
        def missing(path, device):
            raise ValueError("not there")

        peft = types.SimpleNamespace(load_peft_weights=missing)
        with mock.patch.object(start, "upstream_module", {"peft": peft}.get):
            with self.assertRaisesRegex(SystemExit, "cannot start from the adapter"):
                start.read_adapter(self.runs / "final.pt")


class Reading(unittest.TestCase):
    def test_nothing_is_the_first_stage(self):
        self.assertIsNone(start_of(None))

    def test_random_numbers_are_of_no_stage(self):
        self.assertEqual(start_of({"weights": "random"}), Start(None, "random"))

    def test_names_a_stage_and_its_weights(self):
        self.assertEqual(start_of({"stage": "s1", "weights": "ema"}), Start("s1", "ema"))

    def test_other_weights_are_refused(self):
        with self.assertRaises(ValueError):
            start_of({"stage": "s1", "weights": "best"})


if __name__ == "__main__":
    unittest.main()
