import unittest

import support
from ditc_overlay.progress import Progress


class Logged:
    def __init__(self):
        self.lines = []

    def info(self, message, *args):
        self.lines.append(message % args)


class ProgressReports(unittest.TestCase):
    def progress(self, steps, skipped, stage=None):
        found = Progress(support.settings(stage, support.deepspeed_json(accumulation=2)))
        found.engine, found.logger = support.StandInEngine(), Logged()
        found.engine.global_steps, found.engine.skipped_steps = steps, skipped
        return found

    def test_skipped_steps_are_reported(self):
        progress = self.progress(120, 3)
        progress.report_skipped()
        self.assertEqual(
            progress.logger.lines, ["ditc: 3 of 120 optimizer steps were skipped because of fp16 overflow"]
        )

    def test_the_end_tells_how_many_of_the_planned_steps_are_done(self):
        progress = self.progress(4, 0)
        progress.resumed_micro_steps = 4
        progress.report_end()
        self.assertEqual(progress.logger.lines[-1], "ditc: 6 of 6 planned optimizer steps are done")

    def test_steps_of_the_process_before_are_counted_once(self):
        progress = self.progress(2, 1)
        progress.resumed_micro_steps = 4
        progress.restored()
        progress.engine.global_steps = 6
        progress.report_end()
        self.assertEqual(progress.logger.lines[0][:12], "ditc: 1 of 6")
        self.assertEqual(progress.logger.lines[-1], "ditc: 6 of 6 planned optimizer steps are done")

    def test_a_run_without_a_single_step_is_a_failure(self):
        for steps, skipped in [(0, 0), (3, 3)]:
            with self.subTest(steps=steps), self.assertRaisesRegex(
                SystemExit, "without a single optimizer step"
            ):
                self.progress(steps, skipped).report_end()

    def test_a_length_in_epochs_is_counted_once_the_loader_is_known(self):
        rate = dict(support.stage_json()["learning_rate"], length={"epochs": 3})
        progress = self.progress(0, 0, support.stage_json(learning_rate=rate))
        progress.micro_steps_per_epoch = 25
        self.assertEqual(progress.total_updates(), 37)

    def ended_after_epochs(self, epochs):
        rate = dict(support.stage_json()["learning_rate"], length={"epochs": epochs})
        progress = self.progress(epochs * 25 // 2, 0, support.stage_json(learning_rate=rate))
        progress.micro_steps_per_epoch = 25
        progress.report_end()
        return progress.logger.lines

    def test_micro_steps_that_fill_no_update_are_reported_at_the_end(self):
        self.assertIn("the last 1 micro steps fill no optimizer step", self.ended_after_epochs(3)[-1])
        self.assertIn("50 of 50 planned", self.ended_after_epochs(4)[-1])
