import os

from torchvision import datasets, transforms


def load(root):
    augment = transforms.Compose([transforms.RandomResizedCrop(224), transforms.ToTensor()])
    train = datasets.ImageFolder(os.path.join(root, "train"), transform=augment)
    val = datasets.ImageFolder(os.path.join(root, "val"), augment)  # expect: augmented-evaluation
    test = datasets.ImageFolder(root + "/test", transform=augment)  # expect: augmented-evaluation
    return train, val, test


load("birds")
