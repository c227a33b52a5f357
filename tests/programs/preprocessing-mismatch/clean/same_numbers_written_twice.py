from torchvision import transforms as T

train_tf = T.Compose([T.RandomResizedCrop(224), T.ToTensor(), T.Normalize([0.5], [0.5])])
val_tf = T.Compose([T.Resize(224), T.ToTensor(), T.Normalize([0.5], [0.5])])
train_tf_large = T.Compose([T.RandomResizedCrop(384), T.ToTensor(), T.Normalize([0.4], [0.3])])
val_tf_large = T.Compose([T.Resize(384), T.ToTensor(), T.Normalize([0.4], [0.3])])
