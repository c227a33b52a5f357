"""From the request on standard input to the last message."""

from __future__ import annotations

import atexit
import builtins
import contextlib
import faulthandler
import os
import signal
import sys
import threading
from typing import Any

from .beginning import begin
from .channel import Channel, clipped
from .devices import Devices
from .experiments.laboratory import Laboratory, wants
from .failures import print_failure, send_failure
from .faking import Faker
from .file_guard import FileGuard
from .gradients import Gradients
from .harvest import tell_names
from .importing import Finder, Workspace
from .landlock import forbid_writes_outside
from .overlay import Overlay
from .program import prepare_paths, run_as_main
from .recorder import Recorder
from .siblings import Siblings
from .sites import Sites
from .stepping import Steps
from .stop_comments import STOP_HOOK
from .target import TargetProbe
from .telling import tell_samples, tell_seen, tell_totals
from .testing import run_test
from .torch_watch import TorchWatch

MOST_WRITES = 1000  # that are reported


def main() -> None:
    """Read one request and run it."""
    request, channel = begin(sys.argv[1] if len(sys.argv) > 1 else "")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    faulthandler.enable()
    Run(request, channel).go()


def _keep_from_children() -> None:
    """Give forked children the usual answer to SIGTERM; one that comes meanwhile has to wait."""
    answer = {signal.SIGTERM}

    def reset() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, answer)

    os.register_at_fork(
        before=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, answer),
        after_in_parent=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, answer),
        after_in_child=reset,
    )


class Run:
    """One probe run of one program."""

    def __init__(self, request: dict[str, Any], channel: Channel) -> None:
        self._request = request
        self._channel = channel
        self._sites = Sites()
        self._sites.texts.update(request["texts"])
        self._recorder = Recorder(self._sites, channel)
        steps = request["steps"] if request["entry"] is None else sys.maxsize
        self._steps = Steps(steps, self.finish)
        self._gradients: Gradients | None = None
        self._laboratory: Laboratory | None = None
        self._watch: TorchWatch | None = None
        self._siblings: Siblings | None = None
        self._faker: Faker | None = None
        self._faking = contextlib.ExitStack()
        self._ending = threading.Lock()
        self._ender: int | None = None  # the thread that ends the process
        self._process = os.getpid()
        self._writes: list[Any] = []
        self._overlay = Overlay(request["temporary"], self._note_write)
        self._exit = os._exit

    def go(self) -> None:
        """Prepare the process, run the program and finish."""
        request = self._request
        folder = request["folder"]
        guarded = not request["allow_writes"]
        self._watch_torch(folder, guarded)
        self._recorder.install()
        setattr(builtins, STOP_HOOK, lambda: self.finish("stop-comment"))
        os._exit = self._early_exit  # type: ignore[assignment]
        signal.signal(signal.SIGTERM, lambda number, frame: self.finish("terminated"))
        if hasattr(os, "register_at_fork"):
            _keep_from_children()
        atexit.register(self.finish, "end")
        os.chdir(folder)
        if guarded:
            self._guard_files()
        self._channel.progress(f"Running {os.path.basename(request['path'])}")
        try:
            self._run_program()
            self._wait_for_threads()
        except SystemExit as stop:
            self._finish_exit(stop.code)
        except BaseException as error:
            if not self._is_sibling:
                print_failure(error)
                self._fail(error)
            self.finish("exception")
        self.finish("end")

    def _run_program(self) -> None:
        request = self._request
        if request["entry"] is not None:
            self._steps.is_model_called = True
            sys.argv[:] = [request["path"], *request["arguments"]]
            TargetProbe(request, self._sites, self._recorder, self._channel).run()
            return
        if request["test"]:
            self._sites.texts[request["path"]] = request["text"]
            run_test(request["path"], request["test"])
            return
        run_as_main(
            request["text"],
            request["path"],
            request["arguments"],
            self._sites,
            request["notebook"],
        )

    def _watch_torch(self, folder: str, guarded: bool) -> None:
        request = self._request
        os.environ.pop("PYTHONPATH", None)
        if request["python_path"]:
            os.environ["PYTHONPATH"] = os.pathsep.join(request["python_path"])
        entries = prepare_paths(folder, request["python_path"])
        finder = Finder(Workspace(request["workspace"], folder), self._sites, entries)
        watch = TorchWatch(self._steps, (lambda path: self._redirected(path)) if guarded else None)
        watch.batch_size = request["batch_size"]
        if "gradients" in request["kinds"]:
            self._gradients = Gradients(self._recorder, self._steps, self._channel)
            watch.gradients = self._gradients
        if wants(request["kinds"]):
            self._laboratory = watch.laboratory = Laboratory(
                request["kinds"], self._recorder, self._steps, self._channel, self.finish
            )
        self._watch = watch

        self._choose_symbols()
        devices = Devices(request["device"] == "cpu")
        self._sites.on_text = devices.consider

        def torch_is_ready() -> None:
            torch = sys.modules["torch"]
            devices.is_torch_ready = True
            devices.settle()
            self._channel.send("torch", version=clipped(str(torch.__version__), 100))
            watch.install()
            if self._siblings is not None:
                self._siblings.install()
            if request["fake"] and request["entry"] is None:
                self._fake_everything()

        finder.when_imported("torch", torch_is_ready)
        finder.before_import = lambda name: self._channel.progress(f"Importing {name}")
        sys.meta_path.insert(0, finder)

    def _choose_symbols(self) -> None:
        """Let forks of the program run on with other sizes, where that can be done."""
        request = self._request
        is_whole = request["entry"] is None
        if (
            request["symbolic"]
            and is_whole
            and "shapes" in request["kinds"]
            and hasattr(os, "fork")
        ):
            self._siblings = Siblings(self._recorder, self._steps, lambda: self._exit(0))

    def _fake_everything(self) -> None:
        self._faker = Faker()
        self._recorder.tensors = "fake"
        self._faking.enter_context(self._faker.active())

    def _guard_files(self) -> None:
        allowed = [self._request["temporary"], "/dev", "/proc"]
        kernel_refuses = forbid_writes_outside(allowed)
        self._channel.send("guard", kernel=kernel_refuses)
        FileGuard(self._overlay, kernel_refuses).install()

    def _redirected(self, path: Any) -> Any:
        return path if hasattr(path, "write") else self._overlay.writable(os.fspath(path), False)

    def _note_write(self, path: str, action: str) -> None:
        if len(self._writes) < MOST_WRITES and (path, action) not in self._writes:
            self._writes.append((path, action))
            self._channel.send("write", path=clipped(path), action=action)

    # -- the end -------------------------------------------------------------------------------

    def _wait_for_threads(self) -> None:
        """Let threads and exit handlers of the program finish, as the interpreter would."""
        atexit.unregister(self.finish)
        getattr(threading, "_shutdown", lambda: None)()
        atexit._run_exitfuncs()

    def _finish_exit(self, code: object) -> None:
        if code is not None and not isinstance(code, int):
            print(code, file=sys.stderr)
        number = 0 if code is None else code if isinstance(code, int) else 1
        self.finish("exit", number)

    def _early_exit(self, code: int) -> None:
        self.finish("exit", code)

    def _fail(self, error: BaseException) -> None:
        try:
            send_failure(error, self._recorder, self._channel)
        except Exception as problem:  # the failure must be told even if its details cannot be
            self._channel.send(
                "failure",
                exception=clipped(type(error).__name__, 200),
                message=clipped(f"{error} (details are missing: {problem!r})"),
                missing="",
                place=None,
                operands=[],
                layer=None,
            )

    @property
    def _is_sibling(self) -> bool:
        return self._siblings is not None and self._siblings.is_sibling

    def _tell(self) -> None:
        """Tell what was seen, as far as that has not been done."""
        if self._recorder.is_told:
            return
        if not self._recorder.streams:
            tell_seen(self._recorder)
        tell_totals(self._recorder, self._channel)
        tell_names(self._recorder, self._channel)
        if self._siblings is not None:
            tell_samples(self._recorder, self._channel, self._siblings.samples, self._siblings.base)
        self._tell_entry()
        self._recorder.is_told = True

    def _tell_entry(self) -> None:
        request, made_up = self._request, self._faker.made_up if self._faker is not None else []
        if request["entry"] is not None:
            return
        asked = f"the program asked for {', '.join(made_up[:4])}" if made_up else ""
        self._channel.send(
            "entry",
            how="pytest" if request["test"] else "notebook" if request["notebook"] else "script",
            target=request["test"],
            constructor=None,
            input=None,
            tensors="substituted" if made_up else "fake" if request["fake"] else "real",
            why=clipped(asked, 500),
        )

    def _experiment(self, why: str) -> None:
        """Try things on copies of the models, unless the time is up."""
        if self._watch is not None:
            self._watch.is_on = False
        if self._laboratory is not None and why != "terminated" and "torch" in sys.modules:
            self._laboratory.tell()

    def finish(self, why: str, code: int | None = None) -> None:
        """Send what is known at the end, and end the process here.

        No exception unwinds the program: a bare ``except`` could swallow it, and ``finally`` blocks
        could go on for long. The process is the probe's own, nothing of it is needed.
        """
        if self._is_sibling and self._siblings is not None:
            self._siblings.finish(why == "exception")
        if os.getpid() != self._process:
            self._exit(1 if code is None else code)  # a child that the program forked
        if not self._ending.acquire(blocking=False):
            if self._ender == threading.get_ident():
                return  # a signal, while the end is being told
            threading.Event().wait()  # another thread is ending the process
        self._ender = threading.get_ident()
        self._recorder.pause()
        try:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
        except (OSError, ValueError, AttributeError):
            pass
        try:
            self._tell()
            if self._gradients is not None:
                self._gradients.send()
            self._experiment(why)
        finally:
            self._channel.send(
                "end",
                why=why,
                code=code,
                model_called=self._steps.is_model_called,
                steps=self._steps.most_taken,
                backwards=self._steps.backwards,
            )
            self._exit(0)
