"""The wire: what pygls is told to do differently, so that no message can take the session down.

Four guards live here: unknown enum values pass through, a request is always answered, an error
never carries a traceback or a path to the client, and finished futures are forgotten.
"""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import cattrs
from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    LanguageServerProtocol,
    lsp_method,
)

if TYPE_CHECKING:
    from concurrent.futures import Future

log = logging.getLogger(__name__)

_INTERNAL = "Dyetrace could not answer this; the output channel says why."
Yields = Generator[Any, Any, None]


def converter() -> cattrs.Converter:
    """Make a converter that lets unknown enum values through and keeps custom params as JSON."""
    made = get_converter()

    def read(value: Any, kind: Any) -> Any:
        try:
            return kind(value)
        except ValueError:
            return value

    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            made.register_structure_hook(kind, read)
            made.register_unstructure_hook(kind, lambda value: getattr(value, "value", value))
    made.register_structure_hook(
        JsonRPCRequestMessage,
        lambda raw, kind: kind(
            id=raw["id"], method=raw["method"], jsonrpc=raw["jsonrpc"], params=raw.get("params")
        ),
    )
    made.register_structure_hook(
        JsonRPCNotification,
        lambda raw, kind: kind(
            method=raw["method"], jsonrpc=raw["jsonrpc"], params=raw.get("params")
        ),
    )
    made.register_structure_hook(
        JsonRPCResponseMessage,
        lambda raw, kind: kind(id=raw["id"], jsonrpc=raw["jsonrpc"], result=raw.get("result")),
    )
    return made


class Protocol(LanguageServerProtocol):
    """pygls' protocol with the guards; documents are kept by ``dyetrace.editor.documents``."""

    initialized = False

    @property
    def is_shut_down(self) -> bool:
        """Whether the client asked for the end of the session."""
        return bool(self._shutdown)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Leave JSON objects as they are: pygls calls this for nested objects too."""
        return data

    def handle_message(self, message: Any) -> None:
        """Read one message and hand it on; whatever is wrong with it, a request is answered."""
        if not isinstance(message, dict) or message.get("jsonrpc") != self.VERSION:
            log.warning("ignored a message that is not JSON-RPC 2.0")
            self._refuse(message, JsonRpcInvalidRequest("This is not a JSON-RPC 2.0 message."))
            return
        method = message.get("method")
        refusal = self._refusal(method)
        if refusal is not None:
            self._refuse(message, refusal)
            return
        try:
            structured = super().structure_message(message)
        except JsonRpcException:
            log.warning("ignored a message `%s` with fields that cannot be read", method)
            text = f"The parameters of `{method}` are not what the protocol says."
            self._refuse(message, JsonRpcInvalidParams(text))
            return
        self.initialized = self.initialized or method == types.INITIALIZE
        super().handle_message(structured)

    def _refusal(self, method: object) -> JsonRpcException | None:
        """Return why a message cannot be taken in this state of the session."""
        if method is None or method == types.EXIT:
            return None
        if self._shutdown:
            return JsonRpcInvalidRequest("The server is shutting down.")
        if not self.initialized and method != types.INITIALIZE:
            return JsonRpcServerNotInitialized("The first request must be `initialize`.")
        if self.initialized and method == types.INITIALIZE:
            return JsonRpcInvalidRequest("The session is already initialized.")
        return None

    def _refuse(self, message: Any, error: JsonRpcException) -> None:
        if isinstance(message, dict) and "method" in message and "id" in message:
            self._send_response(message["id"], error=error.to_response_error())

    def _send_response(
        self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        """Send an answer; an error goes out without the traceback that pygls puts into it."""
        if error is not None:
            internal = error.code == JsonRpcInternalError.CODE
            text = _INTERNAL if internal else error.message
            error = types.ResponseError(code=error.code, message=text)
        super()._send_response(msg_id, result, error)

    def _execute_handler(
        self,
        msg_id: Any,
        handler: Callable[..., Any],
        callback: Callable[[Future[Any]], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Run a handler and forget its future when it is done."""

        def done(future: Future[Any]) -> None:
            self._request_futures.pop(msg_id, None)
            callback(future)

        super()._execute_handler(msg_id, handler, done, args, kwargs)

    def _call(self, method: str, *args: Any) -> Yields:
        handler = self.fm.features.get(method)
        if handler is not None:
            yield handler, args, None

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Yields:
        """Call our handler, cancel what still runs, and take no more requests."""
        yield from self._call(types.SHUTDOWN, *args)
        current = self.msg_id
        for msg_id, future in list(self._request_futures.items()):
            if msg_id != current and not future.done():
                future.cancel()
        self._shutdown = True

    # pygls would keep a second copy of each document and read unknown ones from disk.

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: Any) -> Yields:
        """Hand the text to our own store only."""
        yield from self._call(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: Any) -> Yields:
        """Hand the change to our own store only."""
        yield from self._call(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: Any) -> Yields:
        """Close the document in our own store only."""
        yield from self._call(types.TEXT_DOCUMENT_DID_CLOSE, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: Any) -> Yields:
        """Hand the notebook to our own store only."""
        yield from self._call(types.NOTEBOOK_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: Any) -> Yields:
        """Hand the change to our own store only."""
        yield from self._call(types.NOTEBOOK_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: Any) -> Yields:
        """Close the notebook in our own store only."""
        yield from self._call(types.NOTEBOOK_DOCUMENT_DID_CLOSE, params)
