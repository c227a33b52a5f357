from torch.utils.data import DataLoader
from torchvision import datasets, transforms

train_transform = transforms.Compose([
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
    transforms.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)),
])
test_transform = transforms.Compose([
    transforms.ToTensor(),
    transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),  # expect: preprocessing-mismatch
])
train = DataLoader(datasets.CIFAR10("data", train=True, transform=train_transform), shuffle=True)
test = DataLoader(datasets.CIFAR10("data", train=False, transform=test_transform))
