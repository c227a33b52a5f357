"""Code actions: repair a finding, suppress it with a reason, repair all that is safe."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from typing import Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified

from dyetrace.editor.annotating import function_at, jaxtyping_annotations, shape_comments
from dyetrace.editor.diagnostics import overlaps, to_diagnostic
from dyetrace.editor.fixing import Fixer
from dyetrace.editor.hints import shapes_by_span
from dyetrace.editor.places import Places
from dyetrace.editor.session import Session
from dyetrace.editor.suppress import suppression
from dyetrace.editor.view import View
from dyetrace.findings import Applicability, Edit, Finding, Span

log = logging.getLogger(__name__)

FIX_ALL: Final = "source.fixAll.dyetrace"
REWRITE: Final = types.CodeActionKind.RefactorRewrite.value
KINDS: Final = (types.CodeActionKind.QuickFix.value, REWRITE, FIX_ALL)


async def code_actions(
    session: Session, fixer: Fixer, params: types.CodeActionParams, *, lazily: bool
) -> list[types.CodeAction]:
    """Return the actions for a range of a script or cell.

    ``lazily`` leaves the edits of fixes to ``codeAction/resolve``; an action whose fix cannot be
    made is not offered either way.
    """
    view = await session.view(params.text_document.uri)
    if view is None:
        return []
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
    offered: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix.value, only):
        for finding in _at(session, view, params):
            offered += await _quick_fixes(session, fixer, view, finding, lazily)
    if _wanted(REWRITE, only):
        offered += _rewrites(session, view, params)
    if only and _wanted(FIX_ALL, only):
        offered += await _fix_all(fixer, view)
    return offered


async def resolve(session: Session, fixer: Fixer, action: types.CodeAction) -> types.CodeAction:
    """Fill in the edit of a fix that was offered; the text must be the one it was made for."""
    data: dict[str, Any] = action.data if isinstance(action.data, dict) else {}
    view = session.views.get(str(data.get("uri")))
    current = session.documents.get(str(data.get("uri")))
    if view is None or current is None or current.generation != data.get("generation"):
        raise JsonRpcContentModified("The text was changed since this fix was offered.")
    for finding in session.findings(view):
        if _data(view, finding) == data:
            fix = await fixer.fix(view, finding)
            action.edit = None if fix is None else workspace_edit(view.places, fix.edits)
            return action
    raise JsonRpcContentModified("What this fix repairs is not there any more.")


def workspace_edit(places: Places, edits: Iterable[Edit]) -> types.WorkspaceEdit | None:
    """Return edits as one change over scripts and cells; None if one has no place there."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        location = places.location(edit.span)
        if location is None or (
            edit.span.path == places.source.path and not places.same_buffer(edit.span)
        ):
            return None
        by_uri.setdefault(location.uri, []).append(types.TextEdit(location.range, edit.content))
    changes: list[types.TextDocumentEdit] = []
    for uri, texts in by_uri.items():
        buffer = places.document.buffer(uri)
        version = None if buffer is None else buffer.version
        document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version)
        changes.append(types.TextDocumentEdit(document, list(texts)))
    return types.WorkspaceEdit(document_changes=list(changes)) if changes else None


async def _quick_fixes(
    session: Session, fixer: Fixer, view: View, finding: Finding, lazily: bool
) -> list[types.CodeAction]:
    location = view.places.location(finding.span)
    if location is None:
        return []
    shown = [to_diagnostic(finding, location.range, view.places, finding.rule in view.fixable)]
    offered: list[types.CodeAction] = []
    fix = await fixer.fix(view, finding)
    edit = None if fix is None else workspace_edit(view.places, fix.edits)
    if fix is not None and edit is not None:
        offered.append(
            types.CodeAction(
                title=fix.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=shown,
                is_preferred=fix.applicability is Applicability.SAFE or None,
                edit=None if lazily else edit,
                data=_data(view, finding) if lazily else None,
            )
        )
    suppress = suppression(view.source, finding.rule, finding.span)
    offered.append(
        types.CodeAction(
            title=f"Suppress {finding.rule} with a reason",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=shown,
            edit=workspace_edit(view.places, [suppress]),
        )
    )
    return offered


def _rewrites(
    session: Session, view: View, params: types.CodeActionParams
) -> list[types.CodeAction]:
    """Return the actions that write measured shapes into the function of a range."""
    present = session.present(view)
    place = view.places.position(params.text_document.uri, params.range.start)
    if place is None or not present.shapes or not view.is_exact:
        return []
    function = function_at(view.source, place[0])
    if function is None:
        return []
    shapes = shapes_by_span(present)
    offered = (
        ("Insert shape comments", shape_comments(view.source, function, shapes)),
        ("Insert jaxtyping annotations", jaxtyping_annotations(view.source, function, shapes)),
    )
    return [
        types.CodeAction(title=title, kind=REWRITE, edit=edit)
        for title, edits in offered
        if edits and (edit := workspace_edit(view.places, edits)) is not None
    ]


async def _fix_all(fixer: Fixer, view: View) -> list[types.CodeAction]:
    fix = await fixer.fix_all(view)
    edit = None if fix is None else workspace_edit(view.places, fix.edits)
    if fix is None or edit is None:
        return []
    return [types.CodeAction(title=fix.title, kind=FIX_ALL, edit=edit)]


def _at(session: Session, view: View, params: types.CodeActionParams) -> list[Finding]:
    """Return the findings that a range of a buffer touches."""
    uri, where = params.text_document.uri, params.range
    start = view.places.position(uri, where.start)
    end = view.places.position(uri, where.end)
    if start is None or end is None:
        return []
    span = Span(view.source.path, *start, *end)
    return [
        finding
        for finding in session.findings(view)
        if overlaps(finding.span, span)
        and (buffer := view.places.buffer(finding.span)) is not None
        and buffer.uri == uri
    ]


def _data(view: View, finding: Finding) -> dict[str, Any]:
    """Return what names a finding of a snapshot, for ``codeAction/resolve``."""
    return {
        "uri": view.document.uri,
        "generation": view.document.generation,
        "rule": finding.rule,
        "line": finding.span.line,
        "column": finding.span.column,
    }


def _wanted(kind: str, only: Collection[str]) -> bool:
    return not only or any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in only)
