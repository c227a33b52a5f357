import argparse
import os

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="/home/maria/data/train.csv")
args = parser.parse_args()
cache = os.environ.get("CACHE") or os.getenv("HOME_DATA", "/home/maria/cache/x")
print(args.data, cache)
