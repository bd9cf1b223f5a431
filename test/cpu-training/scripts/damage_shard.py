"""Cut the image of one row short, in place.  usage: damage_shard.py SHARD ROW"""

import sys

import pyarrow


def main():
    """Write the same table with half of the bytes of one image."""
    path, row = sys.argv[1], int(sys.argv[2])
    with open(path, "rb") as source:
        table = pyarrow.ipc.open_file(source).read_all()
    images = table["image"].to_pylist()
    images[row] = images[row][: len(images[row]) // 2]
    position = table.column_names.index("image")
    table = table.set_column(position, "image", pyarrow.array(images, type=table.schema.field("image").type))
    with pyarrow.OSFile(path, "wb") as sink, pyarrow.RecordBatchFileWriter(sink, table.schema) as writer:
        writer.write_table(table)


if __name__ == "__main__":
    main()
