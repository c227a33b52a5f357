import torch
from torchvision import datasets, transforms

augment = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.ToTensor()])
train_full = datasets.CIFAR10("data", train=True, transform=augment)
val_full = datasets.CIFAR10("data", train=True, transform=transforms.ToTensor())
order = torch.randperm(len(train_full)).tolist()
train_set = torch.utils.data.Subset(train_full, order[:45000])
val_set = torch.utils.data.Subset(val_full, order[45000:])
