from torchvision import datasets, transforms

mnist_transform = transforms.Compose([
    transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,)),
])
cifar_transform = transforms.Compose([
    transforms.ToTensor(), transforms.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
])
mnist_train = datasets.MNIST("data", train=True, transform=mnist_transform)
cifar_test = datasets.CIFAR10("data", train=False, transform=cifar_transform)
