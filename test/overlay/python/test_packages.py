import importlib
import os
import sys
import tempfile
import unittest
from pathlib import Path

import support
from ditc_overlay import packages

# What hydit/modules/attn_layers.py has after an import of flash-attn that went well.
WITH_FLASH = {"FlashSelfAttention": object, "FlashCrossAttention": object}


class Packages(unittest.TestCase):
    def install(self, source):
        """Put a package `flash_attn` of this source on the import path."""
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        folder = Path(os.path.realpath(temporary.name)) / "flash_attn"
        folder.mkdir()
        (folder / "__init__.py").write_text(source, encoding="utf-8")
        sys.path.insert(0, str(folder.parent))
        self.addCleanup(sys.path.remove, str(folder.parent))
        self.addCleanup(sys.modules.pop, "flash_attn", None)
        importlib.invalidate_caches()

    def refuse(self, names, *arguments):
        with support.modules(hydit__modules__attn_layers=names):
            packages.refuse_missing_attention(arguments)

    def assert_refused(self, words, names, *arguments):
        with self.assertRaises(SystemExit) as stop:
            self.refuse(names, *arguments)
        self.assertRegex(str(stop.exception), words)

    def test_flash_attn_2_is_taken(self):
        self.install("__version__ = '2.7.4.post1'")
        self.assertIsNone(self.refuse(WITH_FLASH, "--infer-mode", "fa"))

    def test_a_build_for_another_torch_stops_the_run_with_the_reason_and_the_way_out(self):
        self.install("raise ImportError('undefined symbol: _ZN3c105Error')")
        self.assert_refused(
            "cannot be imported: undefined symbol(.|\n)*Install flash-attn 2 (.|\n)*attention: torch",
            {},
            "--infer-mode",
            "fa",
        )

    def test_flash_is_what_the_trainer_takes_without_a_flag(self):
        self.install("raise OSError('libcudart.so.12')")
        self.assert_refused("cannot be imported: libcudart.so.12", {})

    def test_another_major_version_is_refused_by_number(self):
        for version in ("1.0.9", "3.0.0b1"):
            with self.subTest(version):
                self.install("__version__ = '{}'".format(version))
                sys.modules.pop("flash_attn", None)
                self.assert_refused("flash_attn is version {}".format(version), WITH_FLASH, "--infer-mode=fa")

    def test_a_package_without_the_names_is_refused(self):
        self.install("__version__ = '2.0.0'")
        self.assert_refused("flash_attn 2.0.0 lacks", {}, "--infer-mode", "fa")

    def test_pytorch_2_and_later_have_attention_of_their_own(self):
        for version in ("2.0.1", "2.15.0+cpu"):
            with self.subTest(version), support.modules(torch={"__version__": version}):
                self.assertIsNone(self.refuse({}, "--lr", "0.1", "--infer-mode", "torch"))

    def test_pytorch_1_is_refused_by_number(self):
        with support.modules(torch={"__version__": "1.13.1+cu117"}):
            self.assert_refused("PyTorch is version 1.13.1.*\n.*PyTorch 2", {}, "--infer-mode", "torch")
