"""Run a notebook from top to bottom without a browser, in an empty folder; an error in any cell fails.

The file itself stays as it is, and must hold no outputs: those would say what was true on somebody's machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SECONDS_FOR_A_CELL = 300


def main(path: Path) -> int:
    """Run the notebook, and say what became of it."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.outputs or cell.execution_count for cell in cells):
        print(f"{path.name} holds outputs: clear them all before you save it")
        return 1
    with TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook, timeout=SECONDS_FOR_A_CELL, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        try:
            client.execute()
        except CellExecutionError as error:
            print(error)
            return 1
    print(f"{path.name}: {len(cells)} cells ran")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
