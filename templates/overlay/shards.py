"""Arrow files stay open in the loader's processes."""

from collections import OrderedDict
from typing import Any

from .checkout import required, upstream_module

# Each takes a file descriptor, of which a process commonly has 1,024.
OPEN_SHARDS = 256


def keep_shards_open() -> None:
    """Keep the tables of the shards that were used last, instead of one.

    In the shuffled order nearly every sample lies in another file than the one before; upstream closes one and opens
    the other, and each bucket does so for itself (IndexKits/index_kits/indexer.py:288-307, commit 368280e, T137). A table
    is a memory map: what it takes is address space, not memory.
    """
    index = upstream_module("IndexKits.index_kits.indexer").ArrowIndexV2
    real = required(index, "get_table", ("self", "arrow_file", "shadow"))
    tables: "OrderedDict[str, Any]" = OrderedDict()

    def get_table(self, arrow_file, shadow=None):
        if shadow is not None:
            return real(self, arrow_file, shadow=shadow)
        if arrow_file not in tables:
            tables[arrow_file] = open_table(arrow_file)
            if len(tables) > OPEN_SHARDS:
                tables.popitem(last=False)
        tables.move_to_end(arrow_file)
        self._cur_arrow_file = arrow_file
        return tables[arrow_file]

    index.get_table = get_table


def open_table(path: str) -> Any:
    """Map an Arrow file; the map lives as long as the table."""
    pyarrow = upstream_module("pyarrow")
    return upstream_module("pyarrow.ipc").RecordBatchFileReader(pyarrow.memory_map(path, "r")).read_all()
