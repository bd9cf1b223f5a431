import tempfile
import unittest
from pathlib import Path

import support
from ditc_overlay import markers
from ditc_overlay.position import Position, Track
from ditc_overlay.progress import Progress
from ditc_overlay.retention import Retention
from ditc_overlay.saving import delete_optimizer_states, save_epochs_by_number, wrap_adapter_saving
from ditc_overlay.state_saving import StateSaver


class Saving(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def complete(self, retention, *tags):
        for tag in tags:
            (self.folder / tag).mkdir(exist_ok=True)
            (self.folder / tag / "mp_rank_00_model_states.pt").write_text(tag)
            retention.completed(str(self.folder / tag))

    def kept(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_only_the_newest_numbered_checkpoints_are_kept(self):
        self.complete(Retention(2), "0000002.pt", "0000004.pt", "0000006.pt")
        self.assertEqual(self.kept(), ["0000004.pt", "0000006.pt"])

    def test_checkpoints_of_epochs_are_numbered_too(self):
        self.complete(Retention(1), "e0000.pt", "e0001.pt")
        self.assertEqual(self.kept(), ["e0001.pt"])

    def test_final_and_latest_are_never_deleted_and_do_not_count(self):
        self.complete(Retention(1), "latest.pt", "0000002.pt", "0000004.pt", "latest.pt", "final.pt")
        self.assertEqual(self.kept(), ["0000004.pt", "final.pt", "latest.pt"])

    def test_without_a_number_to_keep_nothing_is_deleted(self):
        self.complete(Retention(None), "0000002.pt", "0000004.pt", "0000006.pt")
        self.assertEqual(len(self.kept()), 3)

    def test_checkpoints_that_this_run_did_not_write_are_left_alone(self):
        (self.folder / "0000001.pt").mkdir()
        self.complete(Retention(1), "0000002.pt", "0000004.pt")
        self.assertEqual(self.kept(), ["0000001.pt", "0000004.pt"])

    def test_the_same_checkpoint_written_twice_counts_once(self):
        self.complete(Retention(2), "0000002.pt", "0000002.pt", "0000004.pt")
        self.assertEqual(self.kept(), ["0000002.pt", "0000004.pt"])

    def test_checkpoints_of_the_killed_process_count_too(self):
        retention = Retention(2)
        for tag in ("0000002.pt", "0000004.pt", "resume"):
            (self.folder / tag).mkdir()
        retention.take_over([str(self.folder / tag) for tag in ("0000002.pt", "0000004.pt", "resume")])
        self.complete(retention, "0000006.pt")
        self.assertEqual(self.kept(), ["0000004.pt", "0000006.pt", "resume"])

    def test_optimizer_states_of_all_ranks_are_deleted_and_weights_stay(self):
        folder = self.folder / "porcelain [1]" / "0000002.pt"
        folder.mkdir(parents=True)
        names = ["mp_rank_00_model_states.pt"] + [
            "zero_pp_rank_{}_mp_rank_00_optim_states.pt".format(rank) for rank in range(2)
        ]
        for name in names:
            (folder / name).write_text(name)
        delete_optimizer_states(str(folder))
        self.assertEqual([path.name for path in folder.iterdir()], ["mp_rank_00_model_states.pt"])

    def adapter(self, save, saver=None):
        """PEFT's model of the same interface, patched."""

        class PeftModel:
            def save_pretrained(self, save_directory):
                save(save_directory)

        with support.modules(peft={"PeftModel": PeftModel}):
            wrap_adapter_saving(Progress(support.settings()), Retention(1), saver)
        return PeftModel()

    def test_adapters_are_kept_by_the_same_rule(self):
        adapter = self.adapter(lambda folder: Path(folder).mkdir())
        for tag in ("0000002.pt", "0000004.pt", "final.pt"):
            adapter.save_pretrained(str(self.folder / tag))
        self.assertEqual(self.kept(), ["0000004.pt", "final.pt"])

    def saver(self):
        """Who marks the checkpoints of a LoRA run that stands after its second step."""
        progress = Progress(support.settings())
        progress.engine = support.StandInEngine()
        track = Track(progress.settings, progress)
        track.args, track.batches_per_epoch = support.trainer_args(training_parts="lora"), 12
        track.position = Position(2, {}, None)
        return StateSaver(track)

    def test_an_adapter_is_whole_with_the_state_that_was_written_beside_it(self):
        saver = self.saver()
        adapter = self.adapter(lambda folder: (Path(folder) / "adapter_config.json").write_text("{}"), saver)
        markers.begin(self.folder / "0000002.pt")
        saver.adapter_with_state = self.folder / "0000002.pt"
        self.assertIsNone(markers.read(self.folder / "0000002.pt"))
        adapter.save_pretrained(str(self.folder / "0000002.pt"))
        self.assertTrue(markers.read(self.folder / "0000002.pt").state)
        adapter.save_pretrained(str(self.folder / "final.pt"))
        self.assertFalse(markers.read(self.folder / "final.pt").state)

    def test_an_adapter_that_could_not_be_saved_is_not_whole(self):
        adapter = self.adapter(lambda folder: (Path(folder) / "no" / "such").write_text("{}"), self.saver())
        with self.assertRaises(SystemExit):
            adapter.save_pretrained(str(self.folder / "final.pt"))
        self.assertEqual(markers.settle(self.folder), ["final.pt"])

    def test_a_failure_to_save_ends_the_run_although_the_trainer_catches_exceptions(self):
        def full_disk(folder):
            raise OSError(28, "No space left on device")

        with self.assertRaises(SystemExit) as stop:
            try:
                self.adapter(full_disk).save_pretrained(str(self.folder / "0000002.pt"))
            except Exception:
                self.fail("the trainer would have gone on")
        self.assertRegex(str(stop.exception), "cannot save .*0000002.pt: OSError: .*No space left")

    def test_every_second_epoch_is_saved_at_its_end_counted_from_one(self):
        class TextImageArrowStream:
            def shuffle(self, seed, fast=False):
                return seed

        save = {"every": {"epochs": 2}, "keep": None, "optimizer_state": False}
        name = "hydit__data_loader__arrow_load_stream"
        with support.modules(**{name: {"TextImageArrowStream": TextImageArrowStream}}):
            save_epochs_by_number(support.settings(support.stage_json(save=save)))
        stream = TextImageArrowStream()
        stream.args = support.trainer_args()
        saved = []
        for epoch in range(6):  # the trainer's loop: shuffle, train, then test the flag with epochs from 0
            self.assertEqual(stream.shuffle(seed=stream.args.global_seed + epoch, fast=True), 1234 + epoch)
            if stream.args.ckpt_every_n_epoch > 0 and epoch % stream.args.ckpt_every_n_epoch == 0:
                saved.append(epoch)
        self.assertEqual(saved, [1, 3, 5])
