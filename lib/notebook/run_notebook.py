"""Executes a TypeScript notebook cell by cell, with its output as it comes.

    run_notebook.py NOTEBOOK [--set NAME=VALUE]... [--output FILE] [--timeout SECONDS] [--quiet]
    run_notebook.py --check

Stops at the first cell that fails and shows its error; what was put out up to there is saved in any case.
Exit code: 0 all cells ran, 1 a cell failed, 2 bad input, 130 interrupted.

nbconvert does not serve: tslab reports an error as text on stderr and an empty error reply, which nbconvert shows
as an empty message, and it drops the outputs.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.sign import NotebookNotary

from parameters import Refused, override, parameters_cell

ROOT = Path(__file__).resolve().parents[2]
# tslab only logs what goes wrong outside the cell's own promise; such a cell has failed all the same.
STRAY_ERROR = re.compile(r"^(UnhandledPromiseRejection|UncaughtException):", re.MULTILINE)

NOTHING_RUN = {"ok": False, "cells": 0, "failedCell": None, "error": None, "interrupted": False}


class Runner(NotebookClient):
    """nbclient with the streams of each cell passed on while it runs."""

    echo = staticmethod(lambda text: None)

    def process_message(self, msg, cell, cell_index):
        kind, content = msg["msg_type"], msg["content"]
        if kind == "stream":
            self.echo(content["text"])
        elif kind in ("display_data", "execute_result"):
            text = content["data"].get("text/plain")
            if text:
                self.echo(text if text.endswith("\n") else text + "\n")
        return super().process_message(msg, cell, cell_index)


class NoKernel(Exception):
    """The kernel did not start: nothing has run, and nothing must be saved."""


class Run:
    """One execution of one notebook: the kernel, the lines for the user, the outcome."""

    def __init__(self, notebook, folder: Path, timeout, echo):
        self.notebook, self.folder, self.echo = notebook, folder, echo
        self.runner = Runner(
            notebook,
            kernel_name="tslab",
            timeout=timeout,
            record_timing=False,
            store_widget_state=False,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            # By default nbclient drops, silently, what has not arrived 4 s after a cell's end: too short on a busy machine.
            iopub_timeout=120,
            raise_on_iopub_timeout=True,
        )
        self.runner.echo = echo
        self.started = False
        self.outcome = dict(NOTHING_RUN)

    async def execute(self):
        self._stop_on_signals()
        try:
            await self._start_kernel()
            await self._run_cells()
        except asyncio.CancelledError:
            if not self.outcome["interrupted"]:
                raise
        finally:
            if self.runner.km is not None:
                await self.runner._async_cleanup_kernel()

    async def _start_kernel(self):
        self.runner.create_kernel_manager()
        try:
            await self.runner.async_start_new_kernel(cwd=str(self.folder))
            await self.runner.async_start_new_kernel_client()
            answer = await self.runner.async_wait_for_reply(self.runner.kc.kernel_info())
        except (RuntimeError, NoSuchKernel) as error:
            raise NoKernel(str(error)) from None
        self.notebook.metadata["language_info"] = answer["content"]["language_info"]
        self.started = True

    async def _run_cells(self):
        code_cells = [cell for cell in self.notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        begin = time.monotonic()
        for index, cell in enumerate(self.notebook.cells):
            if not any(cell is code for code in code_cells):
                self._heading(cell)
                continue
            number = self.outcome["cells"] + 1
            self.echo(f"[{number}/{len(code_cells)}] {first_line(cell.source)}\n")
            start = time.monotonic()
            error = await self._error_of(cell, index)
            now = time.monotonic()
            if error is not None:
                self.outcome.update(failedCell=number, error=error)
                return
            self.outcome["cells"] = number
            self.echo(f"[{number}/{len(code_cells)}] {now - start:.1f} s ({clock(now - begin)} in all)\n")
        self.outcome["ok"] = True

    async def _error_of(self, cell, index):
        """Runs one cell; None where it went well, else what went wrong."""
        try:
            await self.runner.async_execute_cell(cell, index, execution_count=self.outcome["cells"] + 1)
        except CellExecutionError as error:
            return streamed(cell, "stderr") or str(error.evalue) or "the cell failed without a message"
        except CellTimeoutError:
            return f"the cell took more than {self.runner.timeout} s"
        except (DeadKernelError, asyncio.CancelledError):
            if self.outcome["interrupted"]:
                return "interrupted"
            return (streamed(cell, "stderr") + "\nthe kernel died").strip()
        text = streamed(cell, "stderr")
        return text if STRAY_ERROR.search(text) else None

    def _stop_on_signals(self):
        task = asyncio.current_task()

        def stop():
            if not self.outcome["interrupted"]:
                self.outcome["interrupted"] = True
                task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, stop)

    def _heading(self, cell):
        for line in cell.source.splitlines():
            if cell.cell_type == "markdown" and re.match(r"#{1,3} ", line):
                self.echo(f"\n{line.lstrip('# ')}\n")


def first_line(source: str) -> str:
    line = next(line for line in source.splitlines() if line.strip()).strip()
    return line if len(line) <= 90 else line[:89] + "…"


def clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def streamed(cell, name: str) -> str:
    outputs = cell.get("outputs", [])
    return "".join(output["text"] for output in outputs if output["output_type"] == "stream" and output["name"] == name).strip()


def echo_to_stdout():
    """Writes through at once, and starts a line of ours on a fresh line after output that did not end one."""
    fresh = True

    def echo(text: str):
        nonlocal fresh
        if not fresh and re.match(r"\n|\[\d+/\d+\] ", text):
            sys.stdout.write("\n")
        sys.stdout.write(text)
        sys.stdout.flush()
        fresh = text.endswith("\n")

    return echo


def blank(notebook):
    """No outputs and no timing of an earlier run, so that a stopped run shows only what it did."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def save(notebook, file: Path):
    """Writes whole or not at all. The project's place on this machine does not belong into a notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for holder, key in ((output, "text"), (output.get("data", {}), "text/plain")):
                if isinstance(holder.get(key), str):
                    holder[key] = holder[key].replace(f"{ROOT}/", "")
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.new")
    nbformat.write(notebook, temporary)
    os.replace(temporary, file)
    # What the user has run here counts as trusted in JupyterLab, so that interactive outputs show.
    if "JUPYTER_DATA_DIR" in os.environ:
        NotebookNotary().sign(notebook)


def read(file: Path):
    try:
        return nbformat.read(file, as_version=4)
    except FileNotFoundError:
        raise Refused(f"notebook '{file}': there is no such file") from None
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused(f"notebook '{file}': not a notebook that can be read ({reason})") from None


def run(options) -> dict:
    file = Path(options.notebook).resolve()
    notebook = read(file)
    settings = dict(text.split("=", 1) for text in options.set)
    # Outputs of other parameters do not belong under the notebook's own: they go to a copy.
    aside = ROOT / ".setup" / "notebooks" / file.name
    output = Path(options.output).resolve() if options.output else aside if settings else file
    blank(notebook)
    cell = parameters_cell(notebook)
    if settings:
        if cell is None:
            raise Refused(f"--set: {file.name} has no cell tagged 'parameters'")
        original, cell.source = cell.source, override(cell.source, settings)
    echo = (lambda text: None) if options.quiet else echo_to_stdout()
    start = time.monotonic()
    work = Run(notebook, file.parent, options.timeout, echo)
    asyncio.run(work.execute())
    if settings:
        cell.source = original
        note = "".join(f"for this run: {name} = {value}\n" for name, value in settings.items())
        cell.outputs.insert(0, nbformat.v4.new_output("stream", name="stdout", text=note))
    if work.started:
        save(notebook, output)
    return {**work.outcome, "seconds": round(time.monotonic() - start, 3), "output": str(output)}


def check() -> dict:
    """Starts the kernel once: types are checked, and many prints in one turn all arrive."""
    source = "const lines: number = 3000;\nfor (let i = 0; i < lines; i++) console.log('line', i);"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    work = Run(notebook, ROOT, 120, lambda text: None)
    asyncio.run(work.execute())
    arrived = streamed(notebook.cells[0], "stdout").count("line")
    if work.outcome["ok"] and arrived != 3000:
        work.outcome.update(ok=False, error=f"of 3000 printed lines {arrived} arrived")
    return {**work.outcome, "seconds": 0, "output": ""}


def main() -> int:
    parser = argparse.ArgumentParser(description="executes a TypeScript notebook cell by cell")
    parser.add_argument("notebook", nargs="?")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--output", metavar="FILE")
    parser.add_argument("--timeout", type=int, metavar="SECONDS", help="limit for each cell")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--report-fd", type=int, help="file descriptor that gets the outcome as JSON")
    parser.add_argument("--check", action="store_true", help="only tries the kernel")
    options = parser.parse_args()
    try:
        if not options.check and options.notebook is None:
            raise Refused("a notebook is needed")
        if any("=" not in text for text in options.set):
            raise Refused("--set: allowed is NAME=VALUE, such as profile=smoke")
        outcome = check() if options.check else run(options)
    except Refused as refusal:
        outcome = {"refused": str(refusal)}
    except NoKernel as error:
        message = f"{error} ('npm run setup' checks the kernel)"
        outcome = {**NOTHING_RUN, "error": message, "seconds": 0, "output": ""}
    if options.report_fd is not None:
        with os.fdopen(options.report_fd, "w") as report:
            json.dump(outcome, report)
    if "refused" in outcome:
        print(outcome["refused"], file=sys.stderr)
        return 2
    if outcome["interrupted"]:
        return 130
    if not outcome["ok"]:
        where = f"cell {outcome['failedCell']}" if outcome["failedCell"] else "the kernel"
        print(f"\n{where} failed: {outcome['error']}", file=sys.stderr)
    return 0 if outcome["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
