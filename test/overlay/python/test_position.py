import unittest

import support
from ditc_overlay.position import Track
from ditc_overlay.progress import Progress


class Positions(unittest.TestCase):
    def track(self, accumulation=2, micro_steps=0, batches=5, args=(), **save):
        stage = support.stage_json()
        stage["save"].update(save)
        settings = support.settings(stage, support.deepspeed_json(accumulation=accumulation))
        progress = Progress(settings)
        progress.engine = support.StandInEngine()
        track = Track(settings, progress)
        track.args = support.trainer_args(**dict(args))
        track.batches_per_epoch = batches
        track.micro_steps = micro_steps
        return track

    def steps(self, track, count):
        """Micro steps with an engine that steps at every `accumulation`-th."""
        ended = []
        for _ in range(count):
            if (track.micro_steps + 1) % track.progress.accumulation() == 0:
                track.progress.engine.global_steps += 1
            if track.step():
                ended.append(track.micro_steps)
        return ended

    def test_the_position_is_that_of_the_last_update(self):
        track = self.track()
        self.assertEqual(self.steps(track, 5), [2, 4])
        self.assertEqual((track.position.micro_steps, track.micro_steps), (4, 5))
        marker = track.marker(True)
        self.assertEqual((marker.updates, marker.micro_steps, marker.batches_per_epoch), (2, 4, 5))

    def test_the_counter_of_the_average_belongs_to_it(self):
        track = self.track(accumulation=1)
        track.ema = type("EMA", (), {"decay_steps": 7})()
        self.steps(track, 1)
        self.assertEqual(track.position.ema_decay_steps, 7)

    def rolling(self, resume_every, updates, **changes):
        track = self.track(resume_every=resume_every, **changes)
        return [step for step in self.steps_of(track, updates) if track.rolling_is_due()]

    def steps_of(self, track, updates):
        for _ in range(updates):
            yield self.steps(track, track.progress.accumulation())[0]

    def test_a_rolling_checkpoint_comes_round_every_so_many_updates(self):
        self.assertEqual(self.rolling({"updates": 3}, 10), [6, 12, 18])

    def test_in_epochs_it_comes_with_the_first_update_behind_their_end(self):
        self.assertEqual(self.rolling({"epochs": 2}, 16), [10, 20, 30])
        self.assertEqual(self.rolling({"epochs": 1}, 6), [6, 10])

    def test_after_a_resume_it_goes_on_from_there(self):
        track = self.track(micro_steps=6, resume_every={"updates": 3})
        track.saved_at = 6
        self.assertEqual([step for step in self.steps_of(track, 4) if track.rolling_is_due()], [12])

    def test_none_is_written_where_a_numbered_one_holds_the_same(self):
        every = {"updates": 6}
        self.assertEqual(self.rolling({"updates": 3}, 10, every=every, optimizer_state=True), [6, 18])
        self.assertEqual(self.rolling({"updates": 3}, 10, every=every), [6, 12, 18])

    def test_the_next_checkpoint_is_foretold(self):
        def tag(micro_steps, every, **args):
            return self.track(micro_steps=micro_steps, every=every, args=args).numbered_tag()

        self.assertEqual(tag(8, {"updates": 4}), "0000008.pt")
        self.assertIsNone(tag(9, {"updates": 4}))
        self.assertEqual(tag(10, {"epochs": 1}), "e0001.pt")
        self.assertIsNone(tag(11, {"epochs": 1}))
        self.assertEqual(tag(10, {"epochs": 2}), "e0001.pt")
        self.assertIsNone(tag(10, {"epochs": 3}))
        self.assertIsNone(tag(10, {"epochs": 1}, max_training_steps=10))

    def test_a_changed_setting_is_named_with_both_values(self):
        before = self.track(args={"training_parts": "lora", "rank": 4}).plan()
        now = self.track(args={"training_parts": "lora", "rank": 8})
        self.assertEqual(now.changed(before), {"rank": (4, 8)})
        self.assertEqual(self.track(args={"training_parts": "lora", "rank": 4}).changed(before), {})
