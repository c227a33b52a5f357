from torchvision import datasets, transforms

tta = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
tta_set = datasets.CIFAR10("data", train=False, transform=tta)
