import tempfile
import unittest
from pathlib import Path
from unittest import mock

import support
from ditc_overlay import markers
from ditc_overlay.markers import Marker


class Markers(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.checkpoints = Path(temporary.name) / "checkpoints"

    def begin(self, name):
        folder = self.checkpoints / name
        markers.begin(folder)
        (folder / "mp_rank_00_model_states.pt").write_text(name)
        return folder

    def complete(self, name, micro_steps, state=True):
        folder = self.begin(name)
        markers.flush(folder)
        markers.complete(folder, Marker(state, micro_steps // 2, micro_steps, 12, {"batch_size": 2}))
        return folder

    def names(self):
        return [folder.name for folder in markers.folders(self.checkpoints)]

    def test_a_whole_checkpoint_tells_what_it_is(self):
        folder = self.complete("0000004.pt", 4)
        self.assertEqual(markers.read(folder), Marker(True, 2, 4, 12, {"batch_size": 2}))
        self.assertEqual(
            sorted(path.name for path in folder.iterdir()), ["ditc.json", "mp_rank_00_model_states.pt"]
        )

    def test_a_checkpoint_that_is_written_again_is_not_whole_meanwhile(self):
        self.complete("0000004.pt", 4)
        self.assertIsNone(markers.read(self.begin("0000004.pt")))

    def test_the_newest_is_told_by_its_steps_not_by_its_name(self):
        self.complete("e0009.pt", 18)
        self.complete("resume", 20)
        self.complete("0000004.pt", 4)
        self.assertEqual(markers.newest_to_resume(self.checkpoints), "resume")
        self.assertEqual(list(markers.whole(self.checkpoints)), ["0000004.pt", "e0009.pt", "resume"])

    def test_weights_alone_are_not_gone_on_from(self):
        self.complete("0000004.pt", 4)
        self.complete("0000008.pt", 8, state=False)
        self.assertEqual(markers.newest_to_resume(self.checkpoints), "0000004.pt")

    def test_halves_are_removed_and_folders_of_others_stay(self):
        self.complete("0000004.pt", 4)
        self.begin("0000008.pt")
        (self.checkpoints / "0000002.pt").mkdir()
        self.assertEqual(markers.settle(self.checkpoints), ["0000008.pt"])
        self.assertEqual(self.names(), ["0000002.pt", "0000004.pt"])

    def test_a_half_written_end_takes_the_note_of_the_newest_checkpoint_with_it(self):
        self.begin("final.pt")
        (self.checkpoints / "latest").write_text("final.pt")
        markers.settle(self.checkpoints)
        self.assertFalse((self.checkpoints / "latest").exists())

    def test_the_note_of_another_checkpoint_stays(self):
        self.begin("final.pt")
        (self.checkpoints / "latest").write_text("0000004.pt")
        markers.settle(self.checkpoints)
        self.assertEqual((self.checkpoints / "latest").read_text(), "0000004.pt")

    def test_a_kill_while_deleting_leaves_half_of_a_checkpoint(self):
        folder = self.complete("0000004.pt", 4)
        with mock.patch.object(Path, "unlink", side_effect=KeyboardInterrupt):
            with self.assertRaises(KeyboardInterrupt):
                markers.discard(folder)
        self.assertEqual(markers.settle(self.checkpoints), ["0000004.pt"])
        self.assertEqual(self.names(), [])

    def test_a_kill_between_two_rolling_checkpoints_leaves_the_newer_one(self):
        self.complete("resume", 4)
        self.complete("resume.part", 8)
        self.assertEqual(markers.newest_to_resume(self.checkpoints), "resume.part")
        markers.settle(self.checkpoints)
        self.assertEqual(self.names(), ["resume"])
        self.assertEqual(markers.read(self.checkpoints / "resume").micro_steps, 8)

    def test_half_of_a_rolling_checkpoint_leaves_the_older_one(self):
        self.complete("resume", 4)
        self.begin("resume.part")
        markers.settle(self.checkpoints)
        self.assertEqual(self.names(), ["resume"])
        self.assertEqual(markers.read(self.checkpoints / "resume").micro_steps, 4)

    def test_no_checkpoints_at_all_are_no_trouble(self):
        self.assertEqual(markers.settle(self.checkpoints), [])
        self.assertIsNone(markers.newest_to_resume(self.checkpoints))
