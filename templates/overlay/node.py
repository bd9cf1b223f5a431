"""Starts the ranks of one node with torchrun, and ends with the status of the rank that failed first.

Its arguments are torchrun's. Torchrun itself ends with 1 whatever a rank ended with (torch 2.x
distributed/launcher/api.py: `launch_agent` raises ChildFailedError).
"""

import socket
import sys


def main():
    """Run torchrun to its end; name the first rank that failed on this node."""
    del sys.path[0]  # our own folder, whose `dataset` and `settings` would hide modules of these names
    from torch.distributed import run
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError

    try:
        run.main(sys.argv[1:])
    except ChildFailedError as error:
        rank, failure = error.get_first_failure()
        status = exit_status(failure.exitcode)
        sys.stderr.write("{}\n".format(error))
        sys.stderr.write("ditc: rank {} on {} ended with status {}\n".format(rank, socket.gethostname(), status))
        sys.exit(status)


def exit_status(code: int) -> int:
    """Turn Python's code of an ended process, negative for a signal, into a shell's."""
    return 128 - code if code < 0 else code


if __name__ == "__main__":
    main()
