import random
import unittest

import numpy
import torch
import torch.utils.data

import support
from ditc_overlay import randomness
from ditc_overlay.randomness import draw_by_place, random_state, set_random_state, unmoved

REAL_ITER = torch.utils.data.DataLoader.__iter__


def drawn():
    return random.random(), float(numpy.random.rand()), float(torch.rand(1))


class Randomness(unittest.TestCase):
    def setUp(self):
        self.addCleanup(setattr, torch.utils.data.DataLoader, "__iter__", REAL_ITER)

    def stream(self):
        """A data set of upstream's interface whose items are what is drawn for them, patched."""

        class TextImageArrowStream(torch.utils.data.Dataset):
            def shuffle(self, seed, fast=False):
                return None

            def __getitem__(self, ind):
                return torch.tensor([ind, *drawn()])

            def __len__(self):
                return 6

        with support.modules(
            hydit__data_loader__arrow_load_stream={"TextImageArrowStream": TextImageArrowStream}
        ):
            draw_by_place()
        stream = TextImageArrowStream()
        stream.shuffle(seed=999, fast=True)
        return stream

    def items(self, stream, **loader):
        return torch.stack(list(torch.utils.data.DataLoader(stream, batch_size=None, **loader)))

    def test_a_picture_is_treated_by_its_place_whatever_was_loaded_before(self):
        stream = self.stream()
        whole = self.items(stream)
        self.assertTrue(torch.equal(stream[4], whole[4]))
        self.assertEqual(len({float(item[1]) for item in whole}), 6)

    def test_the_number_of_workers_changes_nothing(self):
        stream = self.stream()
        self.assertTrue(torch.equal(self.items(stream), self.items(stream, num_workers=2)))

    def test_another_epoch_treats_it_otherwise(self):
        stream = self.stream()
        first = self.items(stream)
        stream.shuffle(seed=1000, fast=True)
        self.assertFalse(torch.equal(first, self.items(stream)))

    def test_neither_loading_nor_its_beginning_moves_the_generators_of_the_noise(self):
        stream = self.stream()
        before = random_state()
        expected = drawn()
        for workers in (0, 1):
            set_random_state(before)
            self.items(stream, num_workers=workers)
            self.assertEqual(drawn(), expected)

    def test_saved_generators_go_on_where_they_stood(self):
        drawn()
        state = random_state()
        expected = [drawn() for _ in range(3)]
        set_random_state(state)
        self.assertEqual([drawn() for _ in range(3)], expected)

    def test_they_are_put_back_after_a_failure_too(self):
        state = random_state()
        expected = drawn()
        set_random_state(state)
        with self.assertRaises(ValueError), unmoved():
            drawn()
            raise ValueError
        self.assertEqual(drawn(), expected)

    def test_the_gpu_of_the_rank_is_saved_and_put_back(self):
        class Cuda:
            state = torch.tensor([1])
            is_available = staticmethod(lambda: True)
            get_rng_state = staticmethod(lambda: Cuda.state.clone())
            set_rng_state = staticmethod(lambda state: setattr(Cuda, "state", state))

        stand_in = type("torch", (), {"cuda": Cuda, "default_generator": torch.default_generator})
        self.addCleanup(setattr, randomness, "upstream_module", randomness.upstream_module)
        randomness.upstream_module = lambda name: stand_in if name == "torch" else numpy
        saved = random_state()
        Cuda.state = torch.tensor([2])
        set_random_state(saved)
        self.assertEqual(Cuda.state.tolist(), [1])
