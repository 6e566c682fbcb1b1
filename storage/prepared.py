"""Statements run straight on the driver's cursor, once SQLAlchemy has made their text.

Running a statement costs SQLAlchemy ten times what it costs SQLite, and one step runs a dozen. So
whatever is run a second time as the same object (see `storage.repositories.shapes`) is compiled
once: its text, how each value is bound, how each column is read. After that a run is a list of
values, a cursor and a tuple. A statement that is made anew each time goes the way it always went.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn, cast
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Delete,
    Executable,
    Insert,
    Select,
    Update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.result import result_tuple
from sqlalchemy.exc import StatementError
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler

Given = Mapping[str, Any]
Bound = Callable[[Any], Any] | None
Prepared = Select[Any] | Insert | Update | Delete
_SHAPES_OF_ONE = 64


class Found:
    """What a statement found: as much of SQLAlchemy's result as the repositories ask for.

    Args:
        names: of the columns.
        rows: the values of each row.
        rowcount: how many rows the statement changed.
        row: what makes of the values of a row what is told of it, where that is not they.
    """

    __slots__ = ("_names", "_row", "_rows", "rowcount")

    def __init__(
        self,
        names: tuple[str, ...],
        rows: Sequence[Any],
        rowcount: int,
        row: Callable[[Iterable[Any]], tuple[Any, ...]] | None = None,
    ) -> None:
        self._names = names
        self._rows = rows
        self._row = row
        self.rowcount = rowcount

    def keys(self) -> Sequence[str]:
        """Return the names of the columns."""
        return self._names

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """Return the values of all rows, without the columns' names."""
        return self._rows

    def mappings(self) -> "Found":
        """Return the rows as mappings from the columns' names."""
        names = self._names
        return Found(names, [dict(zip(names, row, strict=True)) for row in self._rows], -1)

    def scalars(self) -> "Found":
        """Return the first column of each row."""
        return Found((), [row[0] for row in self._rows], -1)

    def scalar(self) -> Any:
        """Return the first column of the first row, None where there is none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """Return the first column of the one row.

        Raises:
            LookupError: there is another number of rows.
        """
        if len(self._rows) != 1:
            raise LookupError(f"{len(self._rows)} rows where one was asked for")
        return self._rows[0][0]

    def first(self) -> Any:
        """Return the first row, None where there is none."""
        if not self._rows:
            return None
        return self._rows[0] if self._row is None else self._row(self._rows[0])

    def all(self) -> list[Any]:
        """Return all rows."""
        return list(self._rows) if self._row is None else list(map(self._row, self._rows))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all())


class Slot(NamedTuple):
    """One value of a statement that is given anew at each run.

    It is the statement's value number `number`, and given under `key`; of a list of values it is
    the one at `place`. `bind` makes of it what the driver keeps.
    """

    number: int
    key: str
    place: int | None
    bind: Bound


@dataclass(frozen=True, slots=True)
class Plan:
    """How one statement is run with values of certain names.

    `constants` are the values in the order of the text, with None for what the `slots` give.
    `names` are those of the columns that it tells, `readings` what makes of the driver's values
    ours.
    """

    text: str
    constants: Sequence[Any]
    slots: Sequence[Slot]
    names: tuple[str, ...]
    readings: Sequence[tuple[int, Callable[[Any], Any]]]
    row: Callable[[Iterable[Any]], tuple[Any, ...]]

    def values(self, given: Given) -> list[Any]:
        """Return the values in the order of the text."""
        values = list(self.constants)
        for number, key, place, bind in self.slots:
            value = given[key] if place is None else given[key][place]
            values[number] = value if bind is None else bind(value)
        return values

    def read(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
        """Return the values of the rows with each column as what it stands for."""
        if not self.readings:
            return rows
        result = []
        for row in rows:
            read = list(row)
            for place, reading in self.readings:
                read[place] = reading(read[place])
            result.append(read)
        return result


class Plans:
    """The plans of every statement that was run more than once; for one thread."""

    def __init__(self) -> None:
        self._of: WeakKeyDictionary[Executable, dict[tuple[object, ...], Plan | None]] = (
            WeakKeyDictionary()
        )

    def of(self, statement: Executable, given: Given, dialect: Dialect) -> Plan | None:
        """Return how to run the statement; None where that is left to SQLAlchemy."""
        plans = self._of.get(statement)
        if plans is None:
            # Most that are seen once are never seen again, and compiling costs more than a run.
            if isinstance(statement, Select | Insert | Update | Delete):
                self._of[statement] = {}
            return None
        shape: tuple[object, ...] = tuple(given)
        if shape in plans:
            return plans[shape]
        # Where lists are given, their lengths belong to the shape.
        lengths = [len(one) for one in given.values() if isinstance(one, list | tuple)]
        shape = (*shape, *lengths)
        if shape not in plans:
            if len(plans) >= _SHAPES_OF_ONE:
                return None
            plans[shape] = _plan(statement, given, dialect)  # type: ignore[arg-type]
        return plans[shape]


class SwiftConnection:
    """A connection that runs what it knows by its plan, and the rest as it was.

    Args:
        connection: a connection in a transaction, of the driver `pysqlite` or `asyncpg`.
        plans: what is known of statements.
    """

    def __init__(self, connection: Connection, plans: Plans) -> None:
        self.connection = connection
        self.dialect = connection.dialect
        self._plans = plans
        self._cursor = connection.connection.cursor()
        # Whoever listens to statements is to hear all of them.
        self._is_heard = bool(connection.dispatch.before_cursor_execute)
        self._errors: type[Exception] = self.dialect.loaded_dbapi.Error

    def execute(self, statement: Executable, parameters: Any = None) -> "Found | CursorResult[Any]":
        """Run the statement with these values, or for each of a list of them."""
        if self._is_heard:
            return self.connection.execute(statement, parameters)
        if isinstance(parameters, list) and len(parameters) == 1:
            parameters = parameters[0]
        is_many = isinstance(parameters, list)
        given: Given = (parameters[0] if parameters else {}) if is_many else parameters or {}
        plan = self._plans.of(statement, given, self.dialect)
        if plan is None or (is_many and plan.names):
            return self.connection.execute(statement, parameters)
        rows = parameters if is_many else [given]
        return self._run(plan, [self._bound(plan, one) for one in rows], is_many=is_many)

    def get_execution_options(self) -> Mapping[str, Any]:
        """Return what was said of the connection, as SQLAlchemy does."""
        return self.connection.get_execution_options()

    def begin_to_write(self) -> None:
        """Begin a transaction of SQLite that has the lock from its beginning."""
        self._mark("BEGIN IMMEDIATE")

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Undo what is done within, and nothing else, where an error comes out of it."""
        self._mark("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self._mark("ROLLBACK TO step")
            self._mark("RELEASE step")
            raise
        self._mark("RELEASE step")

    def _mark(self, text: str) -> None:
        try:
            self._cursor.execute(text)
        except self._errors as error:
            self._raise(text, error)

    def _bound(self, plan: Plan, given: Given) -> list[Any]:
        try:
            return plan.values(given)
        except Exception as error:
            raise StatementError(type(error).__name__, plan.text, None, error) from error

    def _run(self, plan: Plan, values: list[list[Any]], *, is_many: bool) -> Found:
        cursor = self._cursor
        try:
            if is_many:
                cursor.executemany(plan.text, values)
            else:
                cursor.execute(plan.text, values[0])
            rows = cursor.fetchall() if plan.names else []
        except self._errors as error:
            self._raise(plan.text, error)
        return Found(plan.names, plan.read(rows), cursor.rowcount, plan.row)

    def _raise(self, text: str, error: Exception) -> NoReturn:
        """Raise the error as SQLAlchemy does, which also sees whether the connection is lost."""
        self.connection._handle_dbapi_exception(error, text, None, None, None)  # noqa: SLF001 - See above.


def _plan(statement: Prepared, given: Given, dialect: Dialect) -> Plan | None:
    """Return how to run the statement; None where something of it is SQLAlchemy's own business."""
    compiled = statement.compile(dialect=dialect, column_keys=list(given))
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - The four kinds are compiled by it.
    known = _constants(compiled, given)
    columns = _columns(statement)
    names = tuple(str(column.key) for column in columns)
    if known is None or compiled.literal_execute_params or len(set(names)) < len(names):
        return None
    values = {
        name: given[key] if key in given else known.get(name) for name, key in _keys(compiled)
    }
    spread = compiled._process_parameters_for_postcompile(values)  # noqa: SLF001 - No other tells it.
    readings = [(place, _reading(column, dialect)) for place, column in enumerate(columns)]
    constants, slots = _values(compiled, given, known, spread)
    return Plan(
        spread.statement,
        constants,
        slots,
        names,
        [(place, reading) for place, reading in readings if reading is not None],
        result_tuple(names),
    )


def _keys(compiled: SQLCompiler) -> Iterator[tuple[str, str]]:
    for one, name in compiled.bind_names.items():
        yield name, one.key


def _constants(compiled: SQLCompiler, given: Given) -> Mapping[str, Any] | None:
    """Return the values that stand in the statement, by name; None where one is made each time."""
    known: dict[str, Any] = {}
    for column in (*compiled.insert_prefetch, *compiled.update_prefetch):
        made = column.default or column.onupdate
        if made is None or not made.is_scalar:
            return None
        known[column.key] = made.arg  # type: ignore[attr-defined]
    for one, name in compiled.bind_names.items():
        if one.key in given or name in known:
            continue
        if one.callable is not None or one.required:
            return None
        known[name] = one.value
    return known


def _values(
    compiled: SQLCompiler, given: Given, known: Mapping[str, Any], spread: ExpandedState
) -> tuple[Sequence[Any], Sequence[Slot]]:
    """Return the values that are always the same, in their places, and the slots of the others."""
    key_of = dict(_keys(compiled))
    # A name may stand in several places, and have its column's type in one of them only.
    bind_of = cast("Mapping[str, Bound]", compiled._bind_processors)  # noqa: SLF001 - As above.
    places = {
        part: (name, place)
        for name, parts in spread.parameter_expansion.items()
        for place, part in enumerate(parts)
    }
    constants: list[Any] = []
    slots: list[Slot] = []
    for number, part in enumerate(spread.positiontup or ()):
        name, place = places.get(part, (part, None))
        key, bind = key_of[name], bind_of.get(name)
        if key in given:
            constants.append(None)
            slots.append(Slot(number, key, place, bind))
            continue
        value = known[name] if place is None else known[name][place]
        constants.append(value if bind is None else bind(value))
    return constants, slots


def _columns(statement: Prepared) -> Sequence[ColumnElement[Any]]:
    if isinstance(statement, Select) or statement._returning:  # noqa: SLF001 - As above.
        return list(statement.exported_columns)
    return ()


def _reading(column: ColumnElement[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).result_processor(dialect, None)
