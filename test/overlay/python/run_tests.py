"""Runs the tests of the named files and prints one JSON list: [{"file", "name", "outcome", "detail"}]."""

import json
import sys
import unittest
from pathlib import Path


class Recorder(unittest.TestResult):
    """Keeps the outcome of every test under its sentence."""

    def __init__(self):
        super().__init__()
        self.outcomes = []

    def record(self, test, outcome, detail=""):
        """A test is named by its method: words joined with underscores."""
        name = test.id().split(".")[-1]
        file = test.id().split(".")[0]
        sentence = name[len("test_") :].replace("_", " ") if name.startswith("test_") else str(test)
        self.outcomes.append({"file": file, "name": sentence, "outcome": outcome, "detail": detail})

    def addSuccess(self, test):
        self.record(test, "passed")

    def addError(self, test, err):
        self.record(test, "failed", self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        self.record(test, "failed", self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.record(test, "failed", str(subtest) + "\n" + self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        self.record(test, "failed", "a test may not skip itself: " + reason)


def main():
    """Import the files, run every test, print what happened; output of the tests goes to stderr."""
    stdout, sys.stdout = sys.stdout, sys.stderr
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    recorder = Recorder()
    unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:]).run(recorder)
    json.dump(recorder.outcomes, stdout)


if __name__ == "__main__":
    main()
