"""The language server: pygls with guards, one session, and its features."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import Any, BinaryIO, Final

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer

from dyetrace import __version__
from dyetrace.editor import messages
from dyetrace.editor.documents import Document
from dyetrace.editor.fixing import Fixer
from dyetrace.editor.health import ClientLog, Health
from dyetrace.editor.preferences import Preferences
from dyetrace.editor.probes import Probes
from dyetrace.editor.session import Session
from dyetrace.editor.settings import SECTION
from dyetrace.editor.wire import Protocol, converter
from dyetrace.probes.report import Progress

log = logging.getLogger(__name__)

NOTEBOOKS: Final = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithNotebook(
            notebook=types.NotebookDocumentFilterNotebookType(notebook_type=kind),
            cells=[types.NotebookCellLanguage(language="python")],
        )
        for kind in ("jupyter-notebook", "interactive")
    ],
    save=True,
)
_ANSWER: Final = 5.0  # seconds that the client has to tell its settings
_WATCH: Final = 10.0  # seconds between looks for the editor's process


class DyetraceServer(LanguageServer):
    """A language server over one session; its features are in ``dyetrace.editor.features``."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            "dyetrace",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            notebook_document_sync=NOTEBOOKS,
            protocol_cls=Protocol,
            converter_factory=converter,
        )
        self.session = Session(self._publish, Preferences(self._pull_settings, self._complain))
        self.fixer = Fixer(self.session.fixing)
        self.probes = Probes(self.session, self.tell_health)
        self.fallback_settings: Any = None  # from clients that push instead of answering
        self._health: Health | None = None
        self._client = "unknown"
        self.is_companion = False  # our own client: knows our commands, shows pictures in hovers
        self._background: set[asyncio.Task[None]] = set()

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Log what went wrong inside; a pop-up for each keystroke would help nobody."""
        if source is not FeatureRequestError:
            log.error("internal error: %s", error, exc_info=error)

    def serve(self, stdin: BinaryIO, stdout: BinaryIO) -> int:
        """Serve one session over streams; return the exit status that the protocol asks for."""
        self.start_io(stdin, stdout)
        self.session.stop()
        return 0 if self.protocol.is_shut_down else 1

    def meet(self, params: types.InitializeParams) -> None:
        """Take note of who the client is and what was agreed with it."""
        if params.client_info is not None:
            self._client = f"{params.client_info.name} {params.client_info.version or ''}".strip()
        options = params.initialization_options
        self.is_companion = isinstance(options, dict) and options.get("companion") is True
        encoding = self.workspace.position_encoding
        self.session.encoding = str(getattr(encoding, "value", encoding))

    def begin(self) -> None:
        """Start what needs a running loop: the log and the watch over the editor's process."""
        handler = ClientLog(asyncio.get_running_loop(), self.window_log_message)
        for name, level in (("dyetrace", logging.INFO), ("pygls", logging.ERROR)):
            logger = logging.getLogger(name)
            logger.handlers[:] = [handler]
            logger.setLevel(level)
            logger.propagate = False
        if self.process_id is not None and os.name == "posix" and _is_alive(self.process_id):
            self.run_in_background(self._watch(self.process_id))

    def run_in_background(self, work: Any) -> None:
        """Run a coroutine that nobody waits for, until it is done or the session ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    @property
    def resolves_edits(self) -> bool:
        """Whether the client can ask for the edit of a code action later."""
        document = self.client_capabilities.text_document
        action = document.code_action if document is not None else None
        support = action.resolve_support if action is not None else None
        return support is not None and "edit" in support.properties

    def close(self, document: Document) -> None:
        """Forget a document and everything known of it but what probes measured."""
        self.session.closed(document)
        self.fixer.forget(document.uri)

    def refresh(self) -> None:
        """Read settings and configuration files again, and analyse everything with them."""
        self.session.refresh()
        self.tell_health()

    async def run_probe(self, params: messages.ProbeParams) -> dict[str, Any]:
        """Run a probe, with its progress on the client's token."""
        title = "Dyetrace: running a probe"
        self._progress(params.token, types.WorkDoneProgressBegin(title, cancellable=True))

        def report(progress: Progress) -> None:
            percentage = None if progress.fraction is None else int(100 * progress.fraction)
            value = types.WorkDoneProgressReport(message=progress.message, percentage=percentage)
            self._progress(params.token, value)

        try:
            return await self.probes.run(params, report)
        finally:
            self.refresh_shapes()
            self._progress(params.token, types.WorkDoneProgressEnd())

    def refresh_shapes(self) -> None:
        """Let the client ask again for what it shows between the lines, if it can."""
        workspace = self.client_capabilities.workspace
        if workspace is None:
            return
        if workspace.code_lens is not None and workspace.code_lens.refresh_support:
            self.run_in_background(self.workspace_code_lens_refresh_async(None))
        if workspace.inlay_hint is not None and workspace.inlay_hint.refresh_support:
            self.run_in_background(self.workspace_inlay_hint_refresh_async(None))

    def facts_for_bug_reports(self) -> list[tuple[str, object]]:
        """Return what is known of this session, without any of the user's code."""
        session = self.session
        timings = [
            f"{timing.lines} lines, {timing.findings} findings, {1000 * timing.seconds:.0f} ms"
            for timing in session.timings.values()
        ]
        return [
            ("Client", self._client),
            ("Position encoding", session.encoding),
            ("Open documents", len(session.documents.all())),
            ("Analyses", "; ".join(timings) or "none yet"),
            ("Rules that failed", ", ".join(sorted(session.faults)) or "none"),
            ("Complaints", " ".join(session.preferences.complaints) or "none"),
            ("Probe running", self.probes.is_busy),
            ("Warm Pythons", self.probes.warm_described),
        ]

    def _progress(self, token: messages.Token | None, value: Any) -> None:
        if token is not None:
            self.progress(types.ProgressParams(token=token, value=value))

    def tell_health(self, message: str = "") -> None:
        """Tell the client how the server is, if that is news."""
        busy = self.probes.is_busy
        complaints = self.session.preferences.complaints
        if self.session.faults:
            names = ", ".join(sorted(self.session.faults))
            health = Health("error", busy, f"Rules that failed, see the output: {names}.")
        elif complaints:
            health = Health("warning", busy, complaints[0])
        else:
            health = Health("ok", busy, message)
        if health != self._health:
            self._health = health
            self.protocol.notify(
                messages.HEALTH,
                {"status": health.status, "busy": health.busy, "message": health.message},
            )

    def _publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version)
        )

    def _complain(self, sentence: str) -> None:
        log.warning("%s", sentence)
        self.tell_health()

    async def _pull_settings(self, uri: str) -> Any:
        """Ask the client for its settings for a document; None where it cannot tell."""
        workspace = self.client_capabilities.workspace
        if workspace is None or not workspace.configuration:
            return self.fallback_settings
        item = types.ConfigurationItem(scope_uri=uri, section=SECTION)
        try:
            answers = await asyncio.wait_for(
                self.workspace_configuration_async(types.ConfigurationParams([item])), _ANSWER
            )
        except (JsonRpcException, asyncio.TimeoutError) as error:
            log.warning("the client did not tell its settings: %s", error or "no answer")
            return self.fallback_settings
        return answers[0] if answers else None

    async def _watch(self, editor: int) -> None:
        """End the process when the editor's is gone although its pipe is still open."""
        while _is_alive(editor):
            await asyncio.sleep(_WATCH)
        await self.probes.stop()
        sys.stderr.write("dyetrace: the editor is gone\n")
        os._exit(1)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
