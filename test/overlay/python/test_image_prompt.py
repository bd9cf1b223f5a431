import tempfile
import types
import unittest
from pathlib import Path

import support
from ditc_overlay import image_prompt

BASE = {"blocks.0.attn1.Wqkv.weight": 1, "final_layer.linear.weight": 2}
ADAPTER = {"blocks.0.attn2.ip_adapter.k_proj.weight": 3, "ip_adapter.proj.weight": 4}


class ImageEncoder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.checkout = Path(temporary.name)

    def encoder(self):
        """The file that upstream's encoder is loaded from."""

        class ImgClipEmbDetector:
            def __init__(self):
                self.cfg = {"resume": image_prompt.ENCODER_PLACES[0]}

            def build_model(self):
                return self.cfg["resume"]

        with support.modules(hydit__utils__img_clip_emb={"ImgClipEmbDetector": ImgClipEmbDetector}):
            image_prompt.find_image_encoder(support.settings(checkout=str(self.checkout)))
        return ImgClipEmbDetector().build_model()

    def download(self, place):
        (self.checkout / place).parent.mkdir(parents=True)
        (self.checkout / place).write_bytes(b"")

    def test_is_loaded_from_where_the_trainer_looks(self):
        for place in image_prompt.ENCODER_PLACES:
            self.download(place)
        self.assertEqual(self.encoder(), image_prompt.ENCODER_PLACES[0])

    def test_is_found_where_upstreams_page_downloads_it_to(self):
        self.download(image_prompt.ENCODER_PLACES[1])
        self.assertEqual(self.encoder(), image_prompt.ENCODER_PLACES[1])

    def test_stops_the_run_where_there_is_none(self):
        with self.assertRaisesRegex(SystemExit, "no image encoder at .*ckpts/t2i/clip_img_encoder/"):
            self.encoder()


class Weights(unittest.TestCase):
    def loaded(self, state, strict=False):
        """What reaches the loading of upstream's wrapper around a model with an adapter."""
        calls = []

        class Float16Module:
            def __init__(self):
                self.module = types.SimpleNamespace(state_dict=lambda: {**BASE, **ADAPTER})

            def load_state_dict(self, state_dict, strict=True):
                calls.append((sorted(state_dict), strict))

        with support.modules(hydit__modules__fp16_layers={"Float16Module": Float16Module}):
            image_prompt.refuse_other_weights()
        Float16Module().load_state_dict(state, strict=strict)
        return calls

    def test_a_model_without_adapter_is_taken(self):
        self.assertEqual(self.loaded(BASE), [(sorted(BASE), False)])

    def test_an_adapter_without_its_model_is_taken(self):
        self.assertEqual(self.loaded(ADAPTER), [(sorted(ADAPTER), False)])

    def test_both_together_are_taken(self):
        self.assertEqual(len(self.loaded({**BASE, **ADAPTER})), 1)

    def test_a_tensor_that_the_model_does_not_know_stops_the_run(self):
        with self.assertRaisesRegex(SystemExit, "1 of its tensors are not known, `style_embedder.weight`"):
            self.loaded({**BASE, "style_embedder.weight": 5})

    def test_a_model_that_lacks_a_part_stops_the_run(self):
        part = {"final_layer.linear.weight": 2}
        with self.assertRaisesRegex(SystemExit, "1 of its tensors are missing, `blocks.0.attn1.Wqkv.weight`"):
            self.loaded(part)

    def test_an_adapter_that_lacks_a_part_stops_the_run(self):
        part = {"ip_adapter.proj.weight": 4}
        with self.assertRaises(SystemExit):
            self.loaded(part)

    def test_strict_loading_is_left_to_the_trainer(self):
        self.assertEqual(self.loaded({"other": 1}, strict=True), [(["other"], True)])
