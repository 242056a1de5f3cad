from collections.abc import Sequence
from pathlib import Path

from pyarrow import Table

def read_table(source: Path, *, columns: Sequence[str] | None = ...) -> Table: ...
def write_table(table: Table, where: Path) -> None: ...
