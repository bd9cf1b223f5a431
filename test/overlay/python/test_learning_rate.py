import unittest

import support  # noqa: F401
from ditc_overlay.learning_rate import learning_rate


def rates(schedule, warmup, total, peak=1.0, until=None):
    return [learning_rate(update, schedule, peak, warmup, total) for update in range(1, (until or total) + 1)]


class LearningRate(unittest.TestCase):
    def assert_close(self, found, expected):
        self.assertEqual(len(found), len(expected))
        for one, other in zip(found, expected):
            self.assertAlmostEqual(one, other, places=12)

    def test_a_constant_rate_without_warm_up_is_the_peak_from_the_first_update(self):
        self.assertEqual(rates("constant", 0, 3, peak=3e-5), [3e-5] * 3)

    def test_the_warm_up_is_linear_and_its_last_update_has_the_peak(self):
        self.assert_close(rates("constant", 4, 6), [0.25, 0.5, 0.75, 1, 1, 1])

    def test_the_first_update_of_a_long_warm_up_is_not_at_the_full_rate(self):
        self.assertAlmostEqual(learning_rate(1, "constant", 1e-4, 1000, 5000), 1e-7)

    def test_a_linear_decay_starts_at_the_peak_and_makes_no_update_at_zero(self):
        self.assert_close(rates("linear", 0, 4), [1, 0.75, 0.5, 0.25])

    def test_a_linear_decay_begins_after_the_warm_up(self):
        self.assert_close(rates("linear", 2, 6), [0.5, 1, 1, 0.75, 0.5, 0.25])

    def test_a_cosine_decay_is_half_the_peak_in_the_middle(self):
        self.assertAlmostEqual(learning_rate(1 + 50, "cosine", 2.0, 0, 100), 1.0)

    def test_a_cosine_decay_starts_at_the_peak_and_never_rises(self):
        found = rates("cosine", 3, 40)
        self.assertEqual(found[2:4], [1.0, 1.0])
        self.assertEqual(found[3:], sorted(found[3:], reverse=True))
        self.assertGreater(found[-1], 0)

    def test_a_decay_is_zero_beyond_the_last_update(self):
        for schedule in ("linear", "cosine"):
            self.assertAlmostEqual(rates(schedule, 1, 5, until=9)[5], 0)
            self.assertAlmostEqual(rates(schedule, 1, 5, until=9)[8], 0)

    def test_a_run_shorter_than_its_warm_up_never_reaches_the_peak(self):
        self.assert_close(rates("cosine", 10, 4), [0.1, 0.2, 0.3, 0.4])

    def test_an_unknown_schedule_raises(self):
        with self.assertRaisesRegex(ValueError, "polynomial"):
            learning_rate(1, "polynomial", 1e-4, 0, 10)
