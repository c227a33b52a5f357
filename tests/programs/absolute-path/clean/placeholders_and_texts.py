"""Reads /home/maria/data/train.csv in the original study."""
import re

print("/home/maria/data/train.csv is where it used to lie")
EXAMPLE = "/path/to/your/data.csv"
TEMPLATE = "/home/<user>/data/train.csv"
DRIVE = re.compile(r"[A-Za-z]:")
pattern = "a:b/c"
name = "/home/user/data/x.csv"
