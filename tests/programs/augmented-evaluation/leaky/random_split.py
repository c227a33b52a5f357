from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder

flips = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
leaves = ImageFolder("leaves", transform=flips)
train_set, val_set = random_split(leaves, [900, 100])  # expect: augmented-evaluation
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=32)
