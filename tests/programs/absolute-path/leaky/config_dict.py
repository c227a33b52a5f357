import json

config = {
    "train": "/mnt/storage/imagenet/train",  # expect: absolute-path
    "val": "/mnt/storage/imagenet/val",
    "downloads": "~/Downloads/weights.pth",  # expect: absolute-path
    "epochs": 90,
}
with open("run.json", "w") as stream:
    json.dump(config, stream)
