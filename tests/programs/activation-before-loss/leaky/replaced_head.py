import torch
import torch.nn as nn
from torchvision import models


def initialize_model(num_classes, freeze=True):
    model = models.resnet18(weights=models.ResNet18_Weights.DEFAULT)
    if freeze:
        for param in model.parameters():
            param.requires_grad = False
    model.fc = nn.Sequential(
        nn.Linear(512, 128),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(128, num_classes),
        nn.Softmax(dim=1),  # expect: activation-before-loss
    )
    return model


def train_model(model, loaders, criterion, optimizer, epochs=2):
    for epoch in range(epochs):
        for phase in ("train", "val"):
            model.train(phase == "train")
            for inputs, labels in loaders[phase]:
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == "train"):
                    outputs = model(inputs)
                    loss = criterion(outputs, labels)
                    if phase == "train":
                        loss.backward()
                        optimizer.step()
    return model


batch = [(torch.randn(2, 3, 64, 64), torch.tensor([0, 1]))]
net = initialize_model(2)
train_model(
    net,
    {"train": batch, "val": batch},
    nn.CrossEntropyLoss(),
    torch.optim.SGD(net.fc.parameters(), lr=1e-3, momentum=0.9),
)
