import sys
import tempfile
import unittest
from pathlib import Path

import support
from ditc_overlay import control
from ditc_overlay.settings import CONTROLNET


class Control(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.checkout = Path(temporary.name)

    def settings(self, wanted):
        stage = support.stage_json(control=wanted)
        stage["trainer"]["script"] = CONTROLNET
        return support.settings(stage, checkout=str(self.checkout))

    def loaded(self, wanted, pipeline=lambda task, **options: ("network", task)):
        """What the trainer gets for a control: the function that makes a pipeline, and the module of poses."""
        modules = {"cv2": {}, "onnxruntime": {}, "transformers": {"pipeline": pipeline}}
        pose = {"DWposeDetector": "upstream's own"}
        with support.modules(hydit__annotator__dwpose=pose, **modules):
            control.load_what_the_control_needs(self.settings(wanted))
            import transformers

            return transformers.pipeline, sys.modules["hydit.annotator.dwpose"].DWposeDetector

    def unpack_pose_models(self):
        for place in control.POSE_MODELS:
            (self.checkout / place).parent.mkdir(parents=True, exist_ok=True)
            (self.checkout / place).write_bytes(b"")

    def test_edges_need_neither_of_the_two_networks(self):
        pipeline, detector = self.loaded("canny")
        self.assertIsNone(pipeline("depth-estimation", device="cuda:0"))
        self.assertIsNone(detector())

    def test_depth_loads_its_model_and_no_poses(self):
        pipeline, detector = self.loaded("depth")
        self.assertEqual(pipeline("depth-estimation", device="cuda:0"), ("network", "depth-estimation"))
        self.assertIsNone(detector())

    def test_poses_load_upstreams_detector_and_no_depth(self):
        self.unpack_pose_models()
        pipeline, detector = self.loaded("pose")
        self.assertIsNone(pipeline("depth-estimation"))
        self.assertEqual(detector, "upstream's own")

    def test_other_pipelines_are_made_as_they_are(self):
        pipeline, _ = self.loaded("canny")
        self.assertEqual(pipeline("text-generation"), ("network", "text-generation"))

    def test_a_depth_model_that_cannot_be_loaded_stops_the_run_with_its_name(self):
        def offline(task, **options):
            raise OSError("no connection")

        pipeline, _ = self.loaded("depth", offline)
        with self.assertRaisesRegex(SystemExit, "OSError: no connection[^$]*Intel/dpt-large"):
            pipeline("depth-estimation")

    def test_a_missing_pose_model_stops_the_run_with_its_place(self):
        self.unpack_pose_models()
        (self.checkout / control.POSE_MODELS[1]).unlink()
        with self.assertRaisesRegex(SystemExit, "no pose model at .*dw-ll_ucoco_384.onnx"):
            self.loaded("pose")
