import torch
from torchvision import datasets, transforms

augment = transforms.Compose([transforms.ColorJitter(0.3), transforms.ToTensor()])
plain = transforms.ToTensor()
full = datasets.SVHN("data", split="train", transform=augment)
train_set, val_set = torch.utils.data.random_split(full, [60000, 13257])
val_set.dataset.transform = plain  # expect: augmented-evaluation
