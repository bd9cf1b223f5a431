import unittest

import support
from ditc_overlay.ema import update_once_an_optimizer_step
from ditc_overlay.progress import Progress


class Ema(unittest.TestCase):
    def patched(self):
        """An EMA of upstream's interface that notes its updates, patched, and the engine that decides."""
        updates = []

        class EMA:
            def update(self, model, step, decay=None):
                updates.append((step, decay))

        self.progress = progress = Progress(support.settings())
        progress.engine = support.StandInEngine()
        with support.modules(hydit__modules__ema={"EMA": EMA}):
            update_once_an_optimizer_step(progress)
        return EMA(), progress.engine, updates

    def test_the_average_moves_once_an_accumulation(self):
        ema, engine, updates = self.patched()
        for micro_step in range(8):
            if micro_step % 4 == 3:
                engine.global_steps += 1
            ema.update("model", step=micro_step)
        self.assertEqual(updates, [(3, None), (7, None)])

    def test_the_average_moves_every_step_without_accumulation(self):
        ema, engine, updates = self.patched()
        for step in range(3):
            engine.global_steps += 1
            ema.update("model", step=step)
        self.assertEqual(len(updates), 3)

    def test_a_step_skipped_for_overflow_moves_no_average(self):
        ema, engine, updates = self.patched()
        for step, overflow in enumerate([False, True, False]):
            engine.global_steps += 1
            engine.skipped_steps += overflow
            ema.update("model", step=step)
        self.assertEqual([step for step, _ in updates], [0, 2])

    def test_a_restored_count_is_no_update(self):
        ema, engine, updates = self.patched()
        engine.global_steps, engine.skipped_steps = 6, 1
        self.progress.restored()
        ema.update("model", step=12)
        self.assertEqual(updates, [])
        engine.global_steps += 1
        ema.update("model", step=13)
        self.assertEqual(updates, [(13, None)])

    def test_a_decay_that_is_passed_is_passed_on(self):
        ema, engine, updates = self.patched()
        engine.global_steps += 1
        ema.update("model", step=0, decay=0.5)
        self.assertEqual(updates, [(0, 0.5)])
