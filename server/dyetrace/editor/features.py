"""What the server does for each message: a few lines each, the work is done elsewhere."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from dyetrace.editor import actions, messages, sync
from dyetrace.editor.health import debug_information
from dyetrace.editor.hints import inlay_hints
from dyetrace.editor.hover import hover_text
from dyetrace.editor.lenses import code_lenses
from dyetrace.editor.server import DyetraceServer

_CONFIGURATION = ("pyproject.toml", "dyetrace.toml")
_MODULES = ("**/*.py", "**/*.ipynb")
# Nobody waits for what is shown between the lines, and an editor does not ask for it twice.
_LONG_PATIENCE = 60.0  # seconds


def make_server() -> DyetraceServer:
    """Return a server with every feature registered."""
    server = DyetraceServer()
    for method, handler in _HANDLERS.items():
        server.feature(method, _OPTIONS.get(method))(handler)
    return server


def initialize(ls: DyetraceServer, params: types.InitializeParams) -> None:
    """Take note of the client; rules and rewriting are not imported yet."""
    ls.meet(params)
    ls.fallback_settings = _section(params.initialization_options)


async def initialized(ls: DyetraceServer, params: types.InitializedParams) -> None:
    """Start what needs a connected client, and ask to be told of configuration files."""
    ls.begin()
    ls.tell_health("Ready.")
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace is not None else None
    if watching is not None and watching.dynamic_registration:
        await ls.client_register_capability_async(types.RegistrationParams([_watch_files()]))


async def shutdown(ls: DyetraceServer, params: None) -> None:
    """Clear what is shown and end all work."""
    for document in ls.session.documents.all():
        ls.close(document)
    ls.session.stop()
    await ls.probes.stop()


def did_open(ls: DyetraceServer, params: types.DidOpenTextDocumentParams) -> None:
    """Take a script in."""
    buffer = sync.buffer_of(params.text_document)
    if buffer.language == "python":
        ls.session.changed(ls.session.documents.open_script(buffer))


def did_change(ls: DyetraceServer, params: types.DidChangeTextDocumentParams) -> None:
    """Take the new text of a script in."""
    uri = params.text_document.uri
    document = ls.session.documents.get(uri)
    if document is None:
        return
    text = sync.changed_text(document.buffers[0].text, params.content_changes, ls.session.encoding)
    changed = ls.session.documents.change_script(uri, text, params.text_document.version)
    if changed is not None:
        ls.session.changed(changed)


def did_close(ls: DyetraceServer, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a script."""
    document = ls.session.documents.get(params.text_document.uri)
    if document is not None and not document.is_notebook:
        ls.close(document)


def notebook_did_open(ls: DyetraceServer, params: types.DidOpenNotebookDocumentParams) -> None:
    """Take a notebook in."""
    ls.session.changed(sync.open_notebook(ls.session.documents, params))


def notebook_did_change(ls: DyetraceServer, params: types.DidChangeNotebookDocumentParams) -> None:
    """Take new cells, their order or their text in."""
    changed = sync.change_notebook(ls.session.documents, params, ls.session.encoding)
    if changed is not None:
        ls.session.changed(changed)


def notebook_did_close(ls: DyetraceServer, params: types.DidCloseNotebookDocumentParams) -> None:
    """Forget a notebook."""
    document = ls.session.documents.get(params.notebook_document.uri)
    if document is not None and document.is_notebook:
        ls.close(document)


async def hover(ls: DyetraceServer, params: types.HoverParams) -> types.Hover | None:
    """Say what is known of the place under the cursor."""
    view = await ls.session.view(params.text_document.uri)
    if view is None:
        return None
    place = view.places.position(params.text_document.uri, params.position)
    if place is None:
        return None
    present = ls.session.present(view)
    found = hover_text(*place, ls.session.findings(view), present, rich=ls.is_companion)
    if found is None:
        return None
    text, span = found
    location = view.places.location(span)
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, text),
        None if location is None else location.range,
    )


async def code_lens(ls: DyetraceServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Offer to trace classes of layers; only our own client knows the commands."""
    if not ls.is_companion:
        return []
    view = await ls.session.view(params.text_document.uri, _LONG_PATIENCE)
    if view is None:
        return []
    return code_lenses(view, params.text_document.uri, ls.probes.entries(view.document.uri))


async def inlay_hint(ls: DyetraceServer, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Show the shapes behind names."""
    view = await ls.session.view(params.text_document.uri, _LONG_PATIENCE)
    if view is None:
        return []
    present = ls.session.present(view)
    return inlay_hints(view, present, params.text_document.uri, params.range)


async def code_action(ls: DyetraceServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer what can be done about the findings of a range."""
    return await actions.code_actions(ls.session, ls.fixer, params, lazily=ls.resolves_edits)


async def resolve_code_action(ls: DyetraceServer, params: types.CodeAction) -> types.CodeAction:
    """Fill in the edit of an action that was chosen."""
    return await actions.resolve(ls.session, ls.fixer, params)


def did_change_configuration(
    ls: DyetraceServer, params: types.DidChangeConfigurationParams
) -> None:
    """Use new settings."""
    pushed = _section(params.settings)
    if pushed is not None:
        ls.fallback_settings = pushed
    ls.refresh()


def did_change_watched_files(ls: DyetraceServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Use changed configuration files and modules."""
    if any(change.uri.endswith(_CONFIGURATION) for change in params.changes):
        ls.refresh()
    else:
        ls.session.files_changed()


def work_done_progress_cancel(
    ls: DyetraceServer, params: types.WorkDoneProgressCancelParams
) -> None:
    """End the probe whose progress the user cancelled."""
    ls.probes.cancel(params.token)


async def probe(ls: DyetraceServer, params: Any) -> dict[str, Any]:
    """Run a probe."""
    return await ls.run_probe(messages.ProbeParams.parse(params))


def clear_probe(ls: DyetraceServer, params: Any) -> dict[str, int]:
    """Forget what probes measured."""
    uri = messages.parse_clear_probe(params)
    cleared = ls.session.facts.clear(uri)
    ls.probes.forget_entries(uri)
    ls.session.show_all()
    ls.refresh_shapes()
    return {"cleared": cleared}


def tell_debug_information(ls: DyetraceServer, params: Any) -> dict[str, str]:
    """Tell what a bug report needs."""
    return {"text": debug_information(ls.facts_for_bug_reports())}


def _watch_files() -> types.Registration:
    patterns = (*(f"**/{name}" for name in _CONFIGURATION), *_MODULES)
    watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in patterns]
    return types.Registration(
        id="dyetrace-files",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers),
    )


def _section(settings: Any) -> Any:
    """Return the section of ours out of settings that a client pushed."""
    if isinstance(settings, dict):
        return settings.get("dyetrace", settings.get("settings"))
    return None


_HANDLERS: dict[str, Any] = {
    types.INITIALIZE: initialize,
    types.INITIALIZED: initialized,
    types.SHUTDOWN: shutdown,
    types.TEXT_DOCUMENT_DID_OPEN: did_open,
    types.TEXT_DOCUMENT_DID_CHANGE: did_change,
    types.TEXT_DOCUMENT_DID_CLOSE: did_close,
    types.NOTEBOOK_DOCUMENT_DID_OPEN: notebook_did_open,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: notebook_did_change,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: notebook_did_close,
    types.TEXT_DOCUMENT_HOVER: hover,
    types.TEXT_DOCUMENT_CODE_LENS: code_lens,
    types.TEXT_DOCUMENT_INLAY_HINT: inlay_hint,
    types.TEXT_DOCUMENT_CODE_ACTION: code_action,
    types.CODE_ACTION_RESOLVE: resolve_code_action,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: did_change_configuration,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: did_change_watched_files,
    types.WINDOW_WORK_DONE_PROGRESS_CANCEL: work_done_progress_cancel,
    messages.PROBE: probe,
    messages.CLEAR_PROBE: clear_probe,
    messages.DEBUG_INFORMATION: tell_debug_information,
}
_OPTIONS: dict[str, Any] = {
    types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions(
        code_action_kinds=list(actions.KINDS), resolve_provider=True
    ),
}
