"""Runs the unmodified trainer of HunyuanDiT under this overlay.

Started by the DeepSpeed launcher in place of the trainer, in the trainer's checkout and with the trainer's own
flags; the environment variable DITC_STAGE names the folder with `stage.json` and `deepspeed.json`. What follows
in `main` is everything that the overlay changes, in order.
"""

import importlib.util
import os
import runpy
import sys
from pathlib import Path


def load_overlay():
    """Import the folder of this file as the package `ditc_overlay`, so that no name of it hides another module.

    Python puts a script's folder first on the import path; `dataset`, `saving` and `settings` would then be found
    here by any library that imports modules of these names.
    """
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != here]
    spec = importlib.util.spec_from_file_location(
        "ditc_overlay", str(here / "__init__.py"), submodule_search_locations=[str(here)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["ditc_overlay"] = package
    spec.loader.exec_module(package)


def main():
    """Read the settings, refuse what is not known, apply every patch, run the trainer, say how it ended."""
    load_overlay()
    from ditc_overlay import captions, checkout, dataset, deepspeed_setup, ema, randomness, run_folder, saving
    from ditc_overlay import control, image_prompt, leaving, overflow, packages, recording, shards, start, torch_compat
    from ditc_overlay.progress import Progress
    from ditc_overlay.settings import CONTROLNET, IMAGE_PROMPT, read_settings

    leaving.end_with_supervisor()
    settings = read_settings(os.environ.get("DITC_STAGE"), os.getcwd())
    recipe = captions.read_recipe(os.environ["DITC_STAGE"])
    progress = Progress(settings)

    checkout.refuse_unknown_checkout(settings)
    checkout.refuse_modules_from_elsewhere(settings)
    packages.refuse_missing_attention(sys.argv[1:])

    if settings.script == CONTROLNET:
        control.load_what_the_control_needs(settings)
    if settings.script == IMAGE_PROMPT:
        image_prompt.find_image_encoder(settings)
        image_prompt.refuse_other_weights()
    torch_compat.fork_loader_workers()
    torch_compat.answer_bitsandbytes(settings.script_path)
    torch_compat.keep_rope_tables_on_gpu()
    start.start_from_random_numbers(settings)
    torch_compat.load_own_checkpoints(progress)
    deepspeed_setup.use_our_json(settings)
    deepspeed_setup.join_process_group(settings)
    deepspeed_setup.own_learning_rate(settings, progress)
    overflow.stop_at_smallest_loss_scale(settings, progress)
    run_folder.own_run_folder(settings, progress)
    saving.save_epochs_by_number(settings)
    ema.update_once_an_optimizer_step(progress)
    dataset.find_and_check_shards(captions.text_columns(recipe))
    dataset.stop_on_unreadable_rows()
    dataset.log_sizes_as_asked()
    shards.keep_shards_open()
    captions.draw_captions(recipe)
    start.own_start(settings)
    randomness.draw_by_place()
    recording.record_samples(settings)
    saver = saving.own_saving(settings, progress)
    leaving.leave_when_asked(progress, saver)

    sys.argv[0] = settings.script_path
    runpy.run_path(settings.script_path, run_name="__main__")
    progress.report_end()


if __name__ == "__main__":
    main()
