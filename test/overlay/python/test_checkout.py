import hashlib
import tempfile
import types
import unittest
from pathlib import Path

import support
from ditc_overlay.checkout import KNOWN_FILES, KNOWN_TRAINERS, refuse_unknown_checkout, required, upstream_module

SOURCE = b"def create_exp_folder(args, rank):\n    return None\n"
KNOWN = {
    "hydit/utils/tools.py": hashlib.sha256(SOURCE).hexdigest(),
    "hydit/config.py": hashlib.sha256(b"get_args()\n").hexdigest(),
}
TRAINER = {"hydit/train_deepspeed.py": hashlib.sha256(b"main()\n").hexdigest()}
TRAINERS = {"hydit/train_deepspeed.py": TRAINER, "hydit/train_gone.py": {"hydit/gone.py": "0" * 64}}


class Checkout(unittest.TestCase):
    def refuse(self, tools, stage=None, parser=b"get_args()\n"):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "hydit" / "utils").mkdir(parents=True)
            (Path(folder) / "hydit" / "train_deepspeed.py").write_bytes(b"main()\n")
            (Path(folder) / "hydit" / "config.py").write_bytes(parser)
            if tools is not None:
                (Path(folder) / "hydit" / "utils" / "tools.py").write_bytes(tools)
            refuse_unknown_checkout(support.settings(stage, checkout=folder), KNOWN, TRAINERS)

    def assert_refused(self, words, *args):
        with self.assertRaises(SystemExit) as stop:
            self.refuse(*args)
        self.assertRegex(str(stop.exception), words)

    def test_the_known_files_are_accepted(self):
        self.assertIsNone(self.refuse(SOURCE))

    def test_other_line_ends_are_the_same_file(self):
        self.assertIsNone(self.refuse(SOURCE.replace(b"\n", b"\r\n")))

    def test_an_edited_file_is_refused_by_name_with_the_way_to_see_the_edit(self):
        self.assert_refused(
            "tools.py differs from commit 368280e\n.*git diff 368280e -- hydit/utils/tools.py", SOURCE + b"#"
        )

    def test_a_missing_file_is_refused_by_name(self):
        self.assert_refused("tools.py is missing", None)

    def test_a_refusal_names_the_commit_that_the_experiment_asks_for(self):
        stage = support.stage_json(trainer={"commit": "0" * 40, "script": "hydit/train_deepspeed.py"})
        self.assert_refused("the experiment names 0{40}", SOURCE + b"#", stage)

    def test_another_parser_is_refused(self):
        self.assert_refused("config.py differs from commit", SOURCE, None, b"flags()\n")

    def test_a_fork_may_have_another_parser(self):
        stage = support.stage_json(trainer={"commit": "0" * 40, "script": "hydit/train_deepspeed.py"})
        self.assertIsNone(self.refuse(SOURCE, stage, b"flags()\n"))

    def test_another_trainer_script_is_refused(self):
        stage = support.stage_json(trainer={"commit": "0" * 40, "script": "hydit/train_other.py"})
        self.assert_refused("does not know the trainer script", SOURCE, stage)

    def test_what_only_another_trainer_needs_is_looked_at_for_that_one(self):
        stage = support.stage_json(trainer={"commit": "0" * 40, "script": "hydit/train_gone.py"})
        self.assert_refused("gone.py is missing", SOURCE, stage)

    def test_every_upstream_file_that_a_patch_names_has_a_fingerprint(self):
        named = set()
        for path in support.OVERLAY.glob("*.py"):
            for word in path.read_text(encoding="utf-8").replace('"', " ").replace("(", " ").split():
                if word.startswith(("hydit.", "IndexKits.")) and not word.endswith("."):
                    named.add(word.rstrip(".,").replace(".", "/"))
        known = {name for files in [KNOWN_FILES, *KNOWN_TRAINERS.values()] for name in files}
        self.assertGreater(len(named), 4)
        for name in named:
            self.assertTrue({name + ".py", name + "/__init__.py"} & known, name)

    def test_a_name_that_is_gone_is_refused(self):
        with self.assertRaisesRegex(SystemExit, "`ema.update` does not exist"):
            required(types.ModuleType("ema"), "update", ())

    def test_a_function_that_takes_other_parameters_is_refused(self):
        tools = types.ModuleType("tools")
        tools.create_exp_folder = lambda args: None
        with self.assertRaisesRegex(SystemExit, "`tools.create_exp_folder` does not take rank"):
            required(tools, "create_exp_folder", ("args", "rank"))

    def test_a_module_that_cannot_be_imported_stops_the_run_with_its_name(self):
        with self.assertRaisesRegex(SystemExit, "no_such_glaze"):
            upstream_module("no_such_glaze")
