from torchvision import datasets, transforms

data_transforms = {
    "train": transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()]),
    "val": transforms.Compose([transforms.Resize(256), transforms.ToTensor()]),
}
images = {
    phase: datasets.ImageFolder(f"data/{phase}", data_transforms[phase])
    for phase in ["train", "val"]
}
