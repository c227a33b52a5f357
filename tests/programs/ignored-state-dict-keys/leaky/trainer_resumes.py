import torch


class Trainer:
    def __init__(self, model, args):
        self.model = model
        self.args = args

    def resume(self):
        state = torch.load(self.args.resume, map_location="cpu")
        self.model.load_state_dict(state["model"], strict=False)  # expect: ignored-state-dict-keys
        self.epoch = state["epoch"]
