"""The prompt of ``volteface sql``: history, completion, commands that begin with a dot. Imported only when a terminal asks for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from extract.errors import VoltefaceError
from flows import output
from flows.rows import counted, print_answer
from warehouse import schema
from warehouse.console import Console
from warehouse.recipes import recipe, recipes

if TYPE_CHECKING:
    from warehouse.connection import Limits, Warehouse

FORMS = ("table", "csv", "json")
HELP = """\
Queries end with ; and may take several lines. Ctrl-C ends a query or clears the line, Ctrl-D leaves.
.tables         the relations and macros, with what they hold
.schema NAME    the columns of one, with what they mean
.cookbook NAME  asks a question of the cookbook; without a name, lists them
.format FORM    table, csv or json
.help           this
.quit           leave"""


def prompt(place: Warehouse, limits: Limits, seconds: float, form: str) -> None:
    """Ask for queries and answer them until the user leaves. What is asked is kept in the state folder (``sql_history``), where that can be written."""
    with Prompt(place, limits, seconds, form) as asked:
        session: PromptSession[str] = PromptSession(
            history=_history(place.state / "sql_history"), multiline=True, key_bindings=_keys(lambda: session.default_buffer.text),
            completer=WordCompleter(asked.words, ignore_case=True), complete_while_typing=False, prompt_continuation="   ...> ",
        )  # fmt: skip
        output.tell(f"{place.path}, read-only. A query ends with ;  .help tells more, Ctrl-D leaves")
        while True:
            try:
                text = session.prompt("volteface> ")
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            if not asked.answer(text.strip()):
                return


class Prompt:
    """What is behind the prompt: the snapshot, opened anew when a cycle has published one, and the form of answers."""

    def __init__(self, place: Warehouse, limits: Limits, seconds: float, form: str) -> None:
        self._place, self._limits, self._seconds, self._form = place, limits, seconds, form
        self._open = ExitStack()
        self._seen: tuple[int, int] | None = None

    def __enter__(self) -> Prompt:
        self._reopen()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _reopen(self) -> None:
        self._open.close()
        seen = _identity(self._place.path)
        self._connection = self._open.enter_context(self._place.reading(self._limits))
        self._seen = seen  # only now: one that cannot be opened is tried again with the next query
        self._console = Console(self._connection, self._seconds)
        self.words = schema.words(self._connection)

    def answer(self, text: str) -> bool:
        """Answer one input; False where it asks to leave. Errors are told, and the prompt goes on."""
        try:
            if _identity(self._place.path) not in (self._seen, None):
                self._reopen()
                output.tell("the warehouse has been published anew: this is the new one")
            if text.startswith("."):
                return self._command(*text.rstrip(";").split())
            if text.strip(";").strip():
                self._query(text)
        except VoltefaceError as error:
            output.tell(str(error))
        except KeyboardInterrupt:
            output.tell("interrupted")
        except BrokenPipeError:
            return False
        return True

    def _query(self, text: str) -> None:
        begun = time.monotonic()
        answer = self._console.ask(text)
        if answer is not None:
            count = print_answer(answer, self._form, hint=".format csv and .format json print them")
            sys.stdout.flush()
            output.tell(counted(count, time.monotonic() - begun))

    def _command(self, name: str, *arguments: str) -> bool:
        known: dict[str, Callable[..., Any]] = {
            ".help": lambda: print(HELP), ".tables": self._tables, ".schema": self._schema, ".format": self._set_form, ".cookbook": self._cookbook,
        }  # fmt: skip
        if name in (".quit", ".exit"):
            return False
        if name not in known:
            output.tell(f"there is no {name}; .help lists what there is")
            return True
        try:
            known[name](*arguments)
        except TypeError:
            output.tell(f"{name} takes other arguments; .help tells which")
        return True

    def _tables(self) -> None:
        output.print_table(("name", "kind", "holds"), [(r.name, r.kind, r.comment) for r in schema.relations(self._connection) if r.is_contract])

    def _schema(self, name: str) -> None:
        for relation in schema.relations(self._connection):
            if relation.name == name:
                print(output.visible(f"{relation.name}: {relation.comment}"))
                output.print_table(("column", "type", "meaning"), [(c.name, c.type, c.comment) for c in relation.columns])
                return
        output.tell(f"there is no {name} here; .tables lists what there is")

    def _cookbook(self, name: str = "") -> None:
        if not name:
            output.print_table(("name", "question"), [(r.name, r.question) for r in recipes()])
            return
        found = recipe(name)
        output.tell(f"{found.question} {found.reading}")
        print(found.sql)  # to be changed and asked again
        self._query(found.sql)

    def _set_form(self, form: str) -> None:
        if form in FORMS:
            self._form = form
        else:
            output.tell(f"there is no form {form}; expected one of {', '.join(FORMS)}")


def _identity(path: Path) -> tuple[int, int] | None:
    """Tells one snapshot from the next; None while there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _history(path: Path) -> History:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a", encoding="utf-8").close()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


def _keys(text: Callable[[], str]) -> KeyBindings:
    """Enter gives a command, a query that ends with a semicolon, or nothing at all; in the middle of a query it begins a line."""
    bindings = KeyBindings()

    @Condition
    def is_whole() -> bool:
        written = text().strip()
        return not written or written.startswith(".") or written.endswith(";")

    @bindings.add("enter", filter=is_whole)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    return bindings
