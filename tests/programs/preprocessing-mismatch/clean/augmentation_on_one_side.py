from torchvision import transforms

mean, std = (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)
transform_train = transforms.Compose([
    transforms.RandomCrop(32, padding=4),
    transforms.RandomHorizontalFlip(),
    transforms.ToTensor(),
    transforms.Normalize(mean, std),
    transforms.RandomErasing(),
])
transform_test = transforms.Compose([transforms.ToTensor(), transforms.Normalize(mean, std)])
