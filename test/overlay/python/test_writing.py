import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

import torch

import support
from ditc_overlay import markers, writing
from ditc_overlay.position import Position, Track
from ditc_overlay.progress import Progress
from ditc_overlay.retention import Retention
from ditc_overlay.settings import CONTROLNET, IMAGE_PROMPT
from ditc_overlay.state_saving import StateSaver

BLOCK = "blocks.0.attn2.kv_proj.weight"
ADAPTER = "blocks.0.attn2.ip_adapter.k_proj.weight"


class Engine(support.StandInEngine):
    """DeepSpeed's engine around a model with an adapter in it."""

    def __init__(self, calls):
        super().__init__()
        whole = torch.arange(64.0)
        tensors = {BLOCK: whole, ADAPTER: whole[:4].view(2, 2)}
        self.module = types.SimpleNamespace(state_dict=lambda: tensors)
        self.calls = calls

    def save_checkpoint(self, folder, tag, client_state):
        self.calls.append((folder, tag, client_state["steps"]))


class Writing(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.checkpoints = Path(temporary.name)
        self.calls = []

    def saver(self, script=IMAGE_PROMPT, optimizer_state=False, applied=3):
        """Who writes the checkpoints of a run that stands after its third step."""
        stage = support.stage_json()
        stage["trainer"]["script"] = script
        if script == CONTROLNET:
            stage["control"] = "canny"
        stage["save"]["optimizer_state"] = optimizer_state
        progress = Progress(support.settings(stage))
        progress.engine = Engine(self.calls)
        progress.engine.global_steps = applied
        progress.say = lambda message: None
        track = Track(progress.settings, progress)
        track.args = support.trainer_args(training_parts="ipadapter")
        track.batches_per_epoch, track.checkpoints = 12, self.checkpoints
        track.micro_steps, track.position = 3, Position(3, {}, None)
        saver = StateSaver(track)
        saver.write_state = lambda folder, client_state: (
            saver.begin(folder),
            self.calls.append(("state", folder.name, client_state)),
        )
        return saver

    def written(self, tag):
        return torch.load(str(self.checkpoints / tag / writing.ADAPTER), weights_only=True)

    def test_the_file_holds_the_adapter_and_nothing_else(self):
        writing.write_adapter(self.saver(), Retention(2), "0000003.pt")
        written = self.written("0000003.pt")
        self.assertEqual(list(written), [ADAPTER])
        self.assertEqual(written[ADAPTER].tolist(), [[0, 1], [2, 3]])

    def test_a_tensor_brings_nothing_of_the_storage_that_it_was_cut_from(self):
        tensors = writing.adapter_of(Engine([]))
        self.assertEqual(tensors[ADAPTER].untyped_storage().nbytes(), 4 * 4)

    def test_the_step_stands_in_the_marker_of_the_folder(self):
        writing.write_adapter(self.saver(), Retention(2), "0000003.pt")
        marker = markers.read(self.checkpoints / "0000003.pt")
        self.assertEqual((marker.state, marker.micro_steps), (False, 3))
        self.assertEqual(self.calls, [])

    def test_the_state_is_written_first_where_it_is_kept_and_never_with_the_last(self):
        saver = self.saver(optimizer_state=True)
        writing.write_adapter(saver, Retention(2), "0000003.pt")
        writing.write_adapter(saver, Retention(2), "final.pt")
        self.assertEqual(self.calls, [("state", "0000003.pt", {"steps": 3})])
        whole, kept = markers.whole(self.checkpoints), [("0000003.pt", True), ("final.pt", False)]
        self.assertEqual([(name, marker.state) for name, marker in whole.items()], kept)

    def test_only_the_newest_are_kept(self):
        retention = Retention(1)
        for tag in ("0000001.pt", "0000002.pt", "final.pt"):
            writing.write_adapter(self.saver(), retention, tag)
        self.assertEqual(sorted(markers.whole(self.checkpoints)), ["0000002.pt", "final.pt"])

    def test_a_full_disk_ends_the_run_and_leaves_no_whole_checkpoint(self):
        full = mock.patch.object(writing, "save_whole", side_effect=OSError(28, "No space left on device"))
        with full, self.assertRaisesRegex(SystemExit, "cannot save .*0000003.pt: OSError: .*No space left"):
            writing.write_adapter(self.saver(), Retention(2), "0000003.pt")
        self.assertEqual(markers.settle(self.checkpoints), ["0000003.pt"])

    def test_a_file_is_whole_or_as_it_was(self):
        path = self.checkpoints / "ipa.pt"
        writing.save_whole({"a": torch.ones(1)}, path)
        with self.assertRaises(AttributeError):
            writing.save_whole({"a": lambda: None}, path)  # no pickle can hold it
        self.assertEqual(torch.load(str(path), weights_only=True), {"a": torch.ones(1)})

    def test_a_whole_network_is_written_as_the_engine_does(self):
        writing.write_whole_network(self.saver(CONTROLNET).track, "0000003.pt")
        self.assertEqual(self.calls, [(str(self.checkpoints), "0000003.pt", 3)])

    def test_the_trainer_itself_saves_nothing_among_the_checkpoints_and_everything_elsewhere(self):
        with mock.patch.object(torch, "save", torch.save):
            writing.leave_out_the_trainers_own(self.saver().track)
            torch.save({"a": 1}, str(self.checkpoints / "0000003.pt"))
            (self.checkpoints / "mine").mkdir()
            torch.save({"a": 1}, str(self.checkpoints / "mine" / "a.pt"))
        self.assertEqual([path.name for path in self.checkpoints.rglob("*.pt")], ["a.pt"])

    def ended(self, saver):
        """What happens when the trainer leaves the process group."""
        saver.write_checkpoint = self.calls.append
        with mock.patch.object(torch.distributed, "destroy_process_group", lambda: self.calls.append("left")):
            writing.write_at_the_end(saver)
            torch.distributed.destroy_process_group()
        return self.calls

    def test_the_last_checkpoint_is_written_before_the_ranks_part(self):
        self.assertEqual(self.ended(self.saver()), ["final.pt", "left"])

    def test_a_run_without_a_step_leaves_none(self):
        self.assertEqual(self.ended(self.saver(applied=0)), ["left"])

    def test_each_trainer_has_its_own_way(self):
        with mock.patch.object(torch, "save", torch.save), mock.patch.object(
            torch.distributed, "destroy_process_group", lambda: None
        ):
            adapter, network = self.saver(), self.saver(CONTROLNET)
            for saver in (adapter, network):
                writing.write_checkpoints(saver, Retention(2))
                saver.write_checkpoint("0000003.pt")
        self.assertEqual(list(self.written("0000003.pt")), [ADAPTER])
        self.assertEqual(self.calls, [(str(self.checkpoints), "0000003.pt", 3)])
