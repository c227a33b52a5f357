import torch

weights = torch.zeros(3, 4)
weights[0][1] = 1.0
weights[weights > 0.5][0] += 2
state = {"model": {"w": weights}}
state["model"]["w"][0] = 3
