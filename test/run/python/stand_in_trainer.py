"""Takes real steps with torch in place of the trainer, and writes the lines and the checkpoints that it would.

Started as the command `deepspeed` by a real launch.sh: the launcher's words, `overlay/train.py`, the trainer's flags. Run
folder, markers, leaving and dying are the overlay's own; model and data are small, and the data follows from the step.
"""

import argparse
import importlib.util
import json
import logging
import os
import sys
import time
from pathlib import Path

BATCHES_PER_EPOCH = 12


def load_overlay(train):
    """Import the overlay that was built for the experiment as the package `ditc_overlay`."""
    spec = importlib.util.spec_from_file_location("overlay_train", train)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.load_overlay()


def split_words():
    """The overlay's `train.py`, and the trainer's arguments that matter here."""
    position = next(index for index, word in enumerate(sys.argv) if word.endswith("overlay/train.py"))
    parser = argparse.ArgumentParser()
    parser.add_argument("--results-dir", type=Path, required=True)
    for name in ("batch-size", "grad-accu-steps", "max-training-steps", "log-every"):
        parser.add_argument("--" + name, type=int, default=1)
    parser.add_argument("--lr", type=float, required=True)
    return sys.argv[position], parser.parse_known_args(sys.argv[position + 1 :])[0]


TRAIN, ARGS = split_words()
load_overlay(TRAIN)

from ditc_overlay import leaving, markers, run_folder
from ditc_overlay.progress import Progress
from ditc_overlay.settings import read_settings

leaving.end_with_supervisor()

import torch


class Engine:
    """What the overlay reads of DeepSpeed's engine, and the state of a small regression."""

    def __init__(self):
        torch.manual_seed(0)
        self.model = torch.nn.Linear(8, 1)
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=ARGS.lr)
        self.global_steps = 0
        self.skipped_steps = 0
        self.micro_steps = 0

    def forward(self, inputs, targets):
        return torch.nn.functional.mse_loss(self.model(inputs), targets)

    def step(self):
        self.micro_steps += 1
        if self.micro_steps % ARGS.grad_accu_steps == 0:
            self.optimizer.step()
            self.optimizer.zero_grad()
            self.global_steps += 1


class Saver:
    """The one checkpoint `resume`, and `final.pt`, marked as the overlay marks them."""

    def __init__(self, engine):
        self.engine = engine
        self.checkpoints = ARGS.results_dir / "checkpoints"

    # The overlay's own names: a track that is also the position on it.
    track = property(lambda self: self)
    position = property(lambda self: self.engine)

    def save(self, name, state):
        folder = self.checkpoints / name
        markers.begin(folder)
        engine = self.engine
        torch.save([engine.model.state_dict(), engine.optimizer.state_dict()], str(folder / "state.pt"))
        markers.flush(folder)
        markers.complete(folder, markers.Marker(state, engine.global_steps, engine.micro_steps, BATCHES_PER_EPOCH))

    def save_rolling(self):
        self.save(markers.ROLLING_PART, True)
        markers.promote(self.checkpoints)

    def restore(self):
        name = markers.newest_to_resume(self.checkpoints)
        if name is None:
            return
        engine, marker = self.engine, markers.read(self.checkpoints / name)
        weights, moments = torch.load(str(self.checkpoints / name / "state.pt"))
        engine.model.load_state_dict(weights)
        engine.optimizer.load_state_dict(moments)
        engine.global_steps, engine.micro_steps = marker.updates, marker.micro_steps
        logging.info("ditc: going on from %s after update %d", self.checkpoints / name, marker.updates)


def batch(number):
    """The images of a micro step: the same ones whenever it is made."""
    generator = torch.Generator().manual_seed(number)
    inputs = torch.randn(ARGS.batch_size, 8, generator=generator)
    return inputs, inputs.sum(dim=1, keepdim=True)


def start_log():
    """As hydit/utils/tools.py:122-127 (commit 368280e) does it."""
    logging.basicConfig(
        level=logging.INFO,
        format="[\033[34m%(asctime)s\033[0m] %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S",
        handlers=[logging.StreamHandler(), logging.FileHandler(str(ARGS.results_dir / "log.txt"))],
    )


def train(engine, saver, resume_every):
    """The trainer's loop (hydit/train_deepspeed.py:555-664, commit 368280e), one line of the log an interval."""
    losses, started = [], time.time()
    while engine.micro_steps < ARGS.max_training_steps:
        if engine.micro_steps % BATCHES_PER_EPOCH == 0 or not losses and engine.micro_steps > 0:
            logging.info("    Beginning epoch %d...", engine.micro_steps // BATCHES_PER_EPOCH)
        loss = engine.forward(*batch(engine.micro_steps))
        loss.backward()
        engine.step()
        losses.append(loss.item())
        time.sleep(0.02)
        if engine.micro_steps % ARGS.log_every == 0:
            pace = len(losses) / (time.time() - started)
            logging.info(
                "(step=%07d) (update_step=%07d) Train Loss: %.4f, Lr: %.6g, Steps/Sec: %.2f, Samples/Sec: %.2f",
                *(engine.micro_steps, engine.global_steps, sum(losses) / len(losses), ARGS.lr, pace),
                pace * ARGS.batch_size,
            )
            losses, started = [], time.time()
        if engine.micro_steps % (resume_every * ARGS.grad_accu_steps) == 0:
            saver.save_rolling()


def main():
    """Begin or go on, train to the end, leave what `run.sh` takes for a finished stage."""
    settings = read_settings(os.environ["DITC_STAGE"], os.getcwd())
    trouble = run_folder.prepare_run_folder(ARGS.results_dir, True)
    if trouble:
        sys.exit("ditc: rank 0: {}".format(trouble))
    start_log()
    progress, engine = Progress(settings), Engine()
    progress.logger, progress.run_folder, progress.engine = logging.getLogger(), ARGS.results_dir, engine
    saver = Saver(engine)
    saver.restore()
    leaving.look_before_forward(engine, progress, saver)
    train(engine, saver, settings.save.resume_every.count)
    saver.save(markers.FINAL, False)
    (saver.checkpoints / "latest").write_text(markers.FINAL)
    weights = {name: value.tolist() for name, value in engine.model.state_dict().items()}
    (ARGS.results_dir / "weights.json").write_text(json.dumps(weights))


main()
