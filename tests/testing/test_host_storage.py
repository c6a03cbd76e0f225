"""The example of a host's own storage keeps every promise of one, in the lines that it is said to need."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ascora_sdk.sync import CUSTOMER, Scope, Storage, to_json
from ascora_sdk.testing import StorageConformance

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "host_storage.py"


def loaded() -> ModuleType:
    spec = spec_from_file_location("host_storage", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


host_storage = loaded()


class TestHostStorage(StorageConformance):
    kinds = (CUSTOMER,)
    knows_modified = False
    examples = 20

    @pytest.fixture(autouse=True)
    def file(self, tmp_path: Path) -> None:
        self.path = tmp_path / "host.db"

    def make_storage(self) -> Storage:
        return host_storage.ClientStorage(self.path)

    def reopen(self, storage: Storage) -> Storage:
        return self.make_storage()

    def make_row(self, storage: Storage, scope: Scope, values: Mapping[str, Any]) -> None:
        row = {"tenant": scope.organization_id, **columns(values), "other": to_json(others(values))}
        names = ", ".join(row)
        self.run(f"INSERT INTO clients ({names}) VALUES ({', '.join('?' * len(row))})", *row.values())

    def edit_row(self, storage: Storage, scope: Scope, key: str, values: Mapping[str, Any]) -> None:
        for name, value in columns(values).items():
            self.run(f"UPDATE clients SET {name} = ? WHERE number = ?", value, key)
        if others(values):
            self.run("UPDATE clients SET other = json_patch(other, ?) WHERE number = ?", to_json(others(values)), key)

    def delete_row(self, storage: Storage, scope: Scope, key: str) -> None:
        self.run("DELETE FROM clients WHERE number = ?", key)

    def rows(self, storage: Storage, scope: Scope) -> Mapping[str, bool]:
        rows = self.run("SELECT number, left_ascora FROM clients WHERE tenant = ?", scope.organization_id)
        return {str(number): bool(left) for number, left in rows}

    def run(self, statement: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement, values).fetchall()


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {host_storage.COLUMNS[name]: value for name, value in values.items() if name in host_storage.COLUMNS}


def others(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in host_storage.COLUMNS}


def test_it_has_less_than_150_lines() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) < 150
