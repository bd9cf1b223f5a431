"""The data the index names, or no run: upstream trains on white images when it cannot read its own."""

import io
import os
from typing import Any, Dict, List, Optional, Sequence, Tuple

from .checkout import required, upstream_module
from .ranks import share
from .stopping import stopped

TEXT_COLUMN = "text_zh"
SHOWN = 5


class UnreadableRow(RuntimeError):
    """One row of a shard cannot be used; comes through a loader worker with its message."""


def find_and_check_shards(texts: Sequence[str] = (TEXT_COLUMN,)) -> None:
    """Make the index's Arrow paths absolute, relative to the index file, and check each, with its columns of text.

    Upstream opens them relative to the working directory, and a shard that cannot be opened becomes white images with
    a default sentence, only logged (hydit/data_loader/arrow_load_stream.py:145-151 and 271-286, commit 368280e, T141).
    """
    stream = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream
    real = required(stream, "load_index", ("self",))

    def load_index(self):
        manager = real(self)
        lengths = resolve_shards(manager, index_files(self.index_file))
        first_of_node = os.environ.get("LOCAL_RANK", "0") == "0"
        refuse_together(check_shards(lengths, texts) if first_of_node else [])
        return manager

    stream.load_index = load_index


def index_files(value: Any) -> List[str]:
    """The trainer's `--index-file`, one or several, as a list."""
    return [value] if isinstance(value, str) else list(value)


def resolve_shards(manager: Any, files: Sequence[str]) -> Dict[str, int]:
    """Set absolute paths in an index manager of upstream and return the rows that each path must have.

    A plain index is its own only member; a multi-resolution index has one member a bucket, all from one file; several
    plain indexes have one member a file (IndexKits/index_kits/bucket.py:215 and 328, commit 368280e).
    """
    members = getattr(manager, "buckets", None) or [manager]
    rows: Dict[str, int] = {}
    for position, member in enumerate(members):
        index_file = files[position] if len(files) > 1 else files[0]
        folder = os.path.dirname(os.path.abspath(index_file))
        member.arrow_files = [os.path.normpath(os.path.join(folder, path)) for path in member.arrow_files]
        before = 0
        for path, end in zip(member.arrow_files, member.cum_length):
            rows[path] = int(end) - before
            before = int(end)
    if hasattr(manager, "arrow_files"):
        manager.arrow_files = members[0].arrow_files
    return rows


def check_shards(rows: Dict[str, int], texts: Sequence[str]) -> List[str]:
    """Return one line for each shard that is missing, unreadable, of another length or without the columns."""
    troubles = [(path, shard_trouble(path, expected, texts)) for path, expected in sorted(rows.items())]
    return ["{}: {}".format(path, trouble) for path, trouble in troubles if trouble]


def shard_trouble(path: str, expected: int, texts: Sequence[str]) -> Optional[str]:
    """Say what is wrong with one shard, or None. Reads the footer and the batch headers, not the images."""
    if not os.path.isfile(path):
        return "missing"
    pyarrow = upstream_module("pyarrow")
    try:
        with pyarrow.memory_map(path, "r") as source:
            reader = upstream_module("pyarrow.ipc").RecordBatchFileReader(source)
            columns = set(reader.schema.names)
            found = sum(reader.get_batch(i).num_rows for i in range(reader.num_record_batches))
    except (OSError, pyarrow.ArrowInvalid) as cause:
        return "not a readable Arrow file ({})".format(cause)
    if found != expected:
        return "{} rows, the index was made for {}".format(found, expected)
    if not columns.issuperset(texts) or not columns & {"image", "binary"}:
        needed = ", ".join("`{}`".format(each) for each in texts)
        return "columns {} instead of `image` and {}".format(", ".join(sorted(columns)), needed)
    return None


def refuse_together(troubles: List[str]) -> None:
    """Stop all ranks when a node lacks a shard: none of them is left waiting."""
    everywhere = sorted({each for rank in share(troubles) for each in rank})
    if everywhere:
        more = len(everywhere) - SHOWN
        raise stopped(
            "{} Arrow files of the index cannot be used:\n  {}{}".format(
                len(everywhere),
                "\n  ".join(everywhere[:SHOWN]),
                "\n  and {} more".format(more) if more > 0 else "",
            ),
            "Make `packed/` visible at the same place on every node, or pack the data again with `ditc build`.",
        )


def stop_on_unreadable_rows() -> None:
    """Raise, with shard and row, where upstream trains on a white image or a default sentence instead.

    `get_image_by_index` (IndexKits/index_kits/indexer.py:476-515), `get_raw_image` and `get_original_text`
    (hydit/data_loader/arrow_load_stream.py:145-151 and 271-286, commit 368280e) each catch everything (T97, T100).
    """
    stream = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream
    required(stream, "get_raw_image", ("self", "index", "image_key"))
    required(stream, "get_original_text", ("self", "ind"))

    def get_raw_image(self, index, image_key="image"):
        try:
            column = "image" if "image" in self.index_manager.get_columns(index) else "binary"
            return decoded(self.index_manager.get_attribute(index, column))
        except Exception as cause:
            raise unreadable("image", self.index_manager, index, cause) from cause

    def get_original_text(self, ind):
        try:
            text = self.index_manager.get_attribute(ind, TEXT_COLUMN)
            if text is None:
                raise ValueError("the caption is null")
            return str(text).strip()
        except Exception as cause:
            raise unreadable("caption", self.index_manager, ind, cause) from cause

    stream.get_raw_image = get_raw_image
    stream.get_original_text = get_original_text


def log_sizes_as_asked() -> None:
    """Let the trainer's log name the base size and step of its flags.

    Upstream derives them from the middle one of the buckets that have images, which gives `step 128` and `base size 1344`
    for buckets of 1024 and 64 (IndexKits/index_kits/bucket.py:55-59 and 605, commit 368280e, T126). Only the log reads them.
    """
    stream = upstream_module("hydit.data_loader.arrow_load_stream").TextImageArrowStream
    real = required(stream, "load_index", ("self",))

    def load_index(self):
        manager = real(self)
        if self.multireso:
            manager._base_size, manager._step = self.args.image_size[0], self.args.reso_step
        return manager

    stream.load_index = load_index


def decoded(data: bytes) -> Any:
    """Decode an image as upstream does, to RGB; a broken one raises."""
    with upstream_module("PIL.Image").open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def unreadable(what: str, manager: Any, ind: int, cause: Exception) -> UnreadableRow:
    """Describe a row that cannot be used, with its place."""
    return UnreadableRow(
        "ditc: cannot read the {} in {}: {}: {}. Pack the source again, or leave the row out by its md5.".format(
            what, place(manager, ind), type(cause).__name__, cause
        )
    )


def place(manager: Any, ind: int) -> str:
    """Name the shard and the row in it of a sample of the running order."""
    try:
        path, row = located(manager, ind)
        return "row {} of {}".format(row, path)
    except (
        Exception
    ) as cause:  # the place is for the message only; the trouble itself is raised by the caller
        return "sample {} (its place cannot be told: {!r})".format(ind, cause)


def located(manager: Any, ind: int) -> Tuple[str, int]:
    """Find the shard and the row in it of a sample of the running order."""
    member, position = member_of(manager, ind)
    index = int(member.indices[position])
    path, first = member.get_arrow_file_by_index(index, return_index_bias=True)
    return path, index - int(first)


def member_of(manager: Any, ind: int) -> Tuple[Any, int]:
    """Find the plain index that a sample of a bucketed one comes from (IndexKits/index_kits/bucket.py:472-493)."""
    mapper = getattr(manager, "ind_mapper", None)
    if mapper is None:
        return manager, ind
    position, first = int(mapper[ind]), 0
    for member, end in zip(manager.buckets, manager.cum_length):
        if position < int(end):
            return member, position - first
        first = int(end)
    raise IndexError(ind)
