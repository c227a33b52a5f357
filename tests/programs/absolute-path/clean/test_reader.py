from pathlib import PureWindowsPath


def test_drive_is_kept():
    assert PureWindowsPath("C:/models/net.pt").drive == "C:"
    assert str(PureWindowsPath("C:/models/net.pt")) != "/home/anna/x.csv"
    path = "/home/anna/data/x.csv"
    assert path
