import unittest

import support
from ditc_overlay.deepspeed_setup import RateByUpdate, refuse_other_world_size, use_our_json


class StandInOptimizer:
    def __init__(self, groups=1):
        self.param_groups = [{"lr": 99.0} for _ in range(groups)]


class DeepspeedSetup(unittest.TestCase):
    def config(self, args=None, global_batch=2, **changes):
        settings = support.settings(deepspeed=support.deepspeed_json(**changes))
        ds_config = {"deepspeed_config_from_args": lambda args, global_batch_size: {"upstream": True}}
        with support.modules(hydit__ds_config=ds_config):
            use_our_json(settings)
            import hydit.ds_config as patched

            return patched.deepspeed_config_from_args(args or support.trainer_args(), global_batch)

    def test_the_trainer_is_given_our_json(self):
        self.assertEqual(self.config(), support.deepspeed_json())

    def test_each_quantity_that_flags_and_json_both_have_must_agree(self):
        for flag, words in [
            ({"batch_size": 4}, "micro batch 4, the JSON says 2"),
            ({"grad_accu_steps": 8}, "accumulation 8, the JSON says 1"),
            ({"use_zero_stage": 1}, "ZeRO stage 1, the JSON says 2"),
            ({"lr": 0.01}, "learning rate 0.01, the JSON says 0.001"),
            ({"warmup_num_steps": 100}, "warm-up 100, the JSON says 0"),
        ]:
            with self.subTest(flag), self.assertRaisesRegex(SystemExit, words):
                self.config(support.trainer_args(**flag))

    def test_a_global_batch_in_the_json_must_agree_too(self):
        with self.assertRaisesRegex(SystemExit, "global batch 2, the JSON says 4"):
            self.config(train_batch_size=4)

    def test_another_world_size_than_planned_stops_the_run_with_a_way_out(self):
        self.assertIsNone(refuse_other_world_size(support.settings(), 1))
        with self.assertRaisesRegex(SystemExit, "2 processes run.* written for 1\n.*gpus_per_node"):
            refuse_other_world_size(support.settings(), 2)

    def scheduler(self, optimizer, finished=0):
        return RateByUpdate(optimizer, support.settings().learning_rate, 6, finished)

    def test_the_rate_of_the_first_update_is_set_at_construction(self):
        optimizer = StandInOptimizer(groups=2)
        self.scheduler(optimizer)
        self.assertEqual([group["lr"] for group in optimizer.param_groups], [0.0005, 0.0005])

    def test_after_an_update_the_rate_is_that_of_the_next_one(self):
        optimizer = StandInOptimizer()
        self.scheduler(optimizer).step(last_batch_iteration=3)
        self.assertAlmostEqual(optimizer.param_groups[0]["lr"], 0.00075)

    def test_a_resumed_run_starts_at_its_own_place(self):
        optimizer = StandInOptimizer()
        self.scheduler(optimizer, finished=4)
        self.assertAlmostEqual(optimizer.param_groups[0]["lr"], 0.0005)

    def test_the_position_survives_saving_and_loading(self):
        first, second = StandInOptimizer(), StandInOptimizer()
        scheduler = self.scheduler(first)
        scheduler.step(last_batch_iteration=4)
        self.scheduler(second).load_state_dict(scheduler.state_dict())
        self.assertEqual(first.param_groups, second.param_groups)
