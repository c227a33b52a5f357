import torch
from torchvision import datasets, transforms

transform = transforms.Compose(
    [
        transforms.Resize(224),
        transforms.RandomRotation(10),
        transforms.ToTensor(),
    ]
)
train_data = datasets.MNIST("data", train=True, download=True, transform=transform)
test_data = datasets.MNIST("data", train=False, transform=transform)  # expect: augmented-evaluation
train_loader = torch.utils.data.DataLoader(train_data, batch_size=64, shuffle=True)
test_loader = torch.utils.data.DataLoader(test_data, batch_size=64)
