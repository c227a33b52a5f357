import torch
from torch import nn


class Softmax(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 3)
        self.linear.weight.detach().zero_()
        self.linear.bias.detach().zero_()

    def forward(self, x):
        return self.linear(x)


model = Softmax()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
torch.manual_seed(0)  # for the order of the batches
for batch in torch.utils.data.DataLoader(torch.load("iris.pt"), batch_size=8, shuffle=True):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(batch[0]), batch[1])
    loss.backward()
    optimizer.step()
    print(loss.item())
