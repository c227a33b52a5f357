"""A probe writes no file of the user's, and the program does not notice."""

import ctypes
import hashlib
import os
import sys
from pathlib import Path

import pytest

from probes.running import PROGRAMS, probe, probe_text

WRITER = """
import json, os, pathlib, pickle, shutil, tempfile
import numpy as np

root = pathlib.Path(__file__).parent
with open("new.txt", "w") as stream:
    stream.write("made")
assert open("new.txt").read() == "made"
assert os.path.exists("new.txt") and (root / "new.txt").is_file()
with open("kept.txt", "a") as stream:
    stream.write(" and more")
assert open("kept.txt").read() == "original and more"
with open("kept.txt", "r+") as stream:
    stream.write("ORIG")
assert (root / "kept.txt").read_text() == "ORIGinal and more"
(root / "runs" / "one").mkdir(parents=True)
(root / "runs" / "one" / "best.pkl").write_bytes(pickle.dumps([1, 2]))
assert pickle.loads((root / "runs" / "one" / "best.pkl").read_bytes()) == [1, 2]
assert os.listdir("runs/one") == ["best.pkl"]
assert sorted(p.name for p in root.glob("*.txt")) == ["kept.txt", "new.txt", "other.txt"]
assert {"runs", "folder", "kept.txt"} <= {entry.name for entry in os.scandir(root)}
os.remove("other.txt")
assert not os.path.exists("other.txt") and "other.txt" not in os.listdir(".")
try:
    open("other.txt")
except FileNotFoundError:
    pass
else:
    raise AssertionError("still there")
shutil.rmtree("folder")
assert not os.path.isdir("folder")
os.makedirs("folder/again", exist_ok=True)
os.rename("kept.txt", "moved.txt")
assert open("moved.txt").read().startswith("ORIG") and not os.path.exists("kept.txt")
shutil.copy("moved.txt", "folder/again/copy.txt")
shutil.copytree("folder", "tree")
assert os.path.getsize("tree/again/copy.txt") == os.path.getsize("moved.txt")
np.save("array.npy", np.arange(3))
assert np.load("array.npy").sum() == 3
np.arange(3).tofile("raw.bin")
np.savetxt("array.csv", np.ones((2, 2)))
json.dump({"a": 1}, open("made.json", "w"))
descriptor = os.open("low.txt", os.O_WRONLY | os.O_CREAT)
os.write(descriptor, b"x")
os.close(descriptor)
try:
    open("low.txt", "x")
except FileExistsError:
    pass
else:
    raise AssertionError("made twice")
try:
    open("nowhere/at/all.txt", "w")
except FileNotFoundError:
    pass
else:
    raise AssertionError("no such folder")
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "scratch").write_text("free")
print("all went well")
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "folder").mkdir(parents=True)
    (folder / "folder" / "inside.txt").write_text("inside")
    (folder / "kept.txt").write_text("original")
    (folder / "other.txt").write_text("other")
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
        if path.name != "program.py"
    }


def test_a_program_that_writes_in_many_ways_changes_nothing(workspace: Path):
    before = tree(workspace)
    report = probe_text(workspace, WRITER)
    assert "all went well" in report.log, report.log
    assert tree(workspace) == before
    written = {Path(write.path).name for write in report.writes}
    assert {"new.txt", "kept.txt", "best.pkl", "other.txt", "array.npy", "raw.bin"} <= written
    assert {write.action for write in report.writes} == {"redirected"}


def test_the_same_program_writes_when_it_may(workspace: Path):
    before = tree(workspace)
    report = probe_text(workspace, WRITER, allow_writes=True)
    assert "all went well" in report.log, report.log
    assert tree(workspace) != before
    assert (workspace / "array.npy").exists()
    assert report.writes == ()


def test_checkpoints_of_torch_are_redirected_and_can_be_read_again(workspace: Path):
    before = tree(workspace)
    report = probe_text(
        workspace,
        "import torch, pathlib\n"
        "torch.save({'w': torch.ones(3)}, 'model.pt')\n"
        "torch.save([1], pathlib.Path('old.pt'), _use_new_zipfile_serialization=False)\n"
        "print(torch.load('model.pt')['w'].sum(), torch.load('old.pt'))\n",
    )
    assert "tensor(3.) [1]" in report.log
    assert tree(workspace) == before
    assert {Path(write.path).name for write in report.writes} == {"model.pt", "old.pt"}


def test_frames_are_redirected(workspace: Path):
    before = tree(workspace)
    report = probe_text(
        workspace,
        "import pandas as pd\n"
        "df = pd.DataFrame({'a': [1]})\n"
        "df.to_csv('frame.csv'); df.to_pickle('frame.pkl'); df.to_json('frame.json')\n"
        "print(pd.read_csv('frame.csv').shape, pd.read_pickle('frame.pkl').shape)\n",
    )
    assert "(1, 2) (1, 1)" in report.log
    assert tree(workspace) == before


def test_no_bytecode_is_left_beside_modules(tmp_path: Path):
    for name in ("with_helper.py", "layers.py"):
        (tmp_path / name).write_text((PROGRAMS / name).read_text())
    probe(tmp_path / "with_helper.py")
    assert sorted(os.listdir(tmp_path)) == ["layers.py", "with_helper.py"]


def test_files_outside_the_workspace_are_safe_too(tmp_path: Path):
    program, outside = tmp_path / "project", tmp_path / "elsewhere.txt"
    program.mkdir()
    outside.write_text("mine")
    report = probe_text(program, f"open({str(outside)!r}, 'w').write('theirs')\n")
    assert report.status == "completed", report.reason
    assert outside.read_text() == "mine"


def test_a_link_out_of_the_workspace_does_not_help(workspace: Path, tmp_path: Path):
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (workspace / "link").symlink_to(outside)
    report = probe_text(workspace, "open('link/file.txt', 'w').write('x')\n")
    assert report.status == "completed", report.reason
    assert os.listdir(outside) == []


AROUND = [
    "import _io\n_io.FileIO('kept.txt', 'w').write(b'gone')\n",
    "import posix\nposix.open('kept.txt', posix.O_WRONLY | posix.O_TRUNC)\n",
    "import posix\nposix.remove('kept.txt')\n",
    "import posix\nposix.rename('kept.txt', 'new')\n",
    "import sqlite3\nsqlite3.connect('new.db').execute('create table t (x)')\n",
]


@pytest.mark.parametrize("text", AROUND)
def test_ways_around_the_redirection_are_refused(workspace: Path, text: str):
    before = tree(workspace)
    report = probe_text(workspace, text)
    assert report.status == "failed"
    assert tree(workspace) == before
    assert [write.action for write in report.writes] == ["refused"]


NATIVE = [
    "import ctypes\nlibc = ctypes.CDLL(None)\n"
    "libc.fopen.restype = ctypes.c_void_p\nprint('opened', libc.fopen(b'kept.txt', b'w'))\n",
    "import subprocess\nsubprocess.run('echo gone > kept.txt; rm other.txt', shell=True)\n",
    "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'open(\"kept.txt\", \"w\")'])\n",
]


def kernel_can_refuse() -> bool:
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) >= 1)  # Landlock


@pytest.mark.skipif(not kernel_can_refuse(), reason="this kernel has no Landlock")
@pytest.mark.parametrize("text", NATIVE)
def test_native_code_and_children_cannot_write_either(workspace: Path, text: str):
    before = tree(workspace)
    probe_text(workspace, text)
    assert tree(workspace) == before


def test_real_programs_leave_their_folder_as_it_was(tmp_path: Path):
    before = tree(PROGRAMS)
    report = probe(PROGRAMS / "trainer.py", steps=3)
    assert "runs" in {Path(write.path).name for write in report.writes}
    assert tree(PROGRAMS) == before
