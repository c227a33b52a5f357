from torchvision import datasets, transforms

augment = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.ToTensor()])
plain = transforms.Compose([transforms.CenterCrop(32), transforms.ToTensor()])
train_set = datasets.CIFAR10("data", train=True, transform=augment)
test_set = datasets.CIFAR10("data", train=False, transform=plain)
