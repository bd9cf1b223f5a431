import tempfile
import unittest
from pathlib import Path

import support
from ditc_overlay import markers
from ditc_overlay.progress import Progress
from ditc_overlay.run_folder import own_run_folder, prepare_rank_folder, prepare_run_folder


class RunFolder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.run_folder = Path(temporary.name) / "runs" / "porcelain" / "main"

    def leave(self, *names):
        for name in names:
            path = self.run_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)

    def entries(self, folder=None):
        base = folder or self.run_folder
        return sorted(str(path.relative_to(base)) for path in base.rglob("*"))

    def test_a_new_folder_is_made_with_its_place_for_checkpoints(self):
        self.assertIsNone(prepare_run_folder(self.run_folder))
        self.assertEqual(self.entries(), ["checkpoints"])

    def test_a_folder_with_a_checkpoint_is_refused_and_not_touched(self):
        self.leave("log.txt", "checkpoints/0000002.pt/mp_rank_00_model_states.pt")
        before = self.entries()
        self.assertRegex(prepare_run_folder(self.run_folder), "holds checkpoints of an earlier run")
        self.assertEqual(self.entries(), before)

    def checkpoint(self, name, micro_steps=None):
        folder = self.run_folder / "checkpoints" / name
        markers.begin(folder)
        if micro_steps is not None:
            markers.complete(folder, markers.Marker(True, micro_steps, micro_steps, 12))

    def test_a_resumable_run_goes_on_in_its_folder_without_what_is_half_written(self):
        self.leave("log.txt")
        self.checkpoint("0000002.pt", 2)
        self.checkpoint("0000004.pt")
        self.assertIsNone(prepare_run_folder(self.run_folder, True))
        self.assertEqual(
            self.entries(),
            ["checkpoints", "checkpoints/0000002.pt", "checkpoints/0000002.pt/ditc.json", "log.txt"],
        )

    def test_a_finished_resumable_run_is_refused(self):
        self.checkpoint("0000002.pt", 2)
        self.checkpoint("final.pt", 4)
        self.assertRegex(prepare_run_folder(self.run_folder, True), "holds checkpoints of an earlier run")

    def test_a_resumable_run_that_was_killed_at_its_end_goes_on(self):
        self.checkpoint("0000002.pt", 2)
        self.checkpoint("final.pt")
        self.assertIsNone(prepare_run_folder(self.run_folder, True))
        self.assertFalse((self.run_folder / "checkpoints" / "final.pt").exists())

    def test_a_resumable_run_without_a_whole_checkpoint_starts_anew(self):
        self.leave("log.txt", "checkpoints/zero_to_fp32.py")
        self.checkpoint("0000002.pt")
        self.assertIsNone(prepare_run_folder(self.run_folder, True))
        self.assertEqual(self.entries(), ["checkpoints"])
        moved = self.run_folder.with_name("main.attempt-001")
        self.assertEqual(self.entries(moved), ["checkpoints", "checkpoints/zero_to_fp32.py", "log.txt"])

    def test_checkpoints_without_our_marker_are_never_gone_on_from(self):
        self.leave("checkpoints/0000002.pt/mp_rank_00_model_states.pt")
        before = self.entries()
        self.assertRegex(prepare_run_folder(self.run_folder, True), "holds checkpoints of an earlier run")
        self.assertEqual(self.entries(), before)

    def test_an_attempt_without_checkpoint_is_moved_beside_the_folder_whole(self):
        self.leave("log.txt", "args.json", "rank1/args.json")
        (self.run_folder / "checkpoints").mkdir()
        self.assertIsNone(prepare_run_folder(self.run_folder))
        self.assertEqual(self.entries(), ["checkpoints"])
        moved = self.run_folder.with_name("main.attempt-001")
        self.assertEqual(
            self.entries(moved), ["args.json", "checkpoints", "log.txt", "rank1", "rank1/args.json"]
        )

    def test_a_second_attempt_gets_the_next_number(self):
        for _ in range(3):
            self.assertIsNone(prepare_run_folder(self.run_folder))
            self.leave("log.txt")
        siblings = sorted(path.name for path in self.run_folder.parent.iterdir())
        self.assertEqual(siblings, ["main", "main.attempt-001", "main.attempt-002"])

    def test_a_relative_folder_is_refused(self):
        self.assertRegex(prepare_run_folder(Path("runs/porcelain")), "absolute")

    def test_a_file_in_the_way_is_refused_with_the_reason(self):
        self.run_folder.parent.mkdir(parents=True)
        self.run_folder.write_text("a file")
        self.assertRegex(prepare_run_folder(self.run_folder), "cannot create the run folder")

    def test_every_other_rank_gets_a_real_folder_of_its_own(self):
        prepare_run_folder(self.run_folder)
        self.assertIsNone(prepare_rank_folder(self.run_folder, 3))
        self.assertTrue((self.run_folder / "rank3").is_dir())

    def test_a_folder_that_only_rank_0_sees_is_refused(self):
        self.assertRegex(prepare_rank_folder(self.run_folder, 1), "storage all nodes share")

    def create(self, rank):
        logged = []

        class Logger:
            info = staticmethod(logged.append)

        tools = {"create_exp_folder": lambda args, rank: None, "create_logger": lambda folder=None: Logger}
        with support.modules(hydit__utils__tools=tools):
            progress = Progress(support.settings())
            own_run_folder(support.settings(), progress)
            import hydit.utils.tools as patched

            result = patched.create_exp_folder(support.trainer_args(results_dir=str(self.run_folder)), rank)
        return result, logged, progress

    def test_the_trainer_is_given_the_results_folder_itself(self):
        (folder, checkpoints, logger), logged, progress = self.create(0)
        self.assertEqual((folder, checkpoints), (str(self.run_folder), str(self.run_folder / "checkpoints")))
        self.assertEqual(logged, ["Experiment directory created at {}".format(self.run_folder)])
        self.assertIs(progress.logger, logger)

    def test_the_trainer_is_stopped_before_a_used_folder_with_a_way_out(self):
        self.leave("checkpoints/final.pt/mp_rank_00_model_states.pt")
        with self.assertRaisesRegex(SystemExit, "holds checkpoints(.|\n)*Move or rename"):
            self.create(0)
