import numpy as np
from keras.preprocessing.sequence import pad_sequences
from torchvision import transforms

statistics = np.load("statistics.npy")
train_transform = transforms.Normalize(statistics[0].tolist(), statistics[1].tolist())
test_transform = transforms.Normalize((0.5,), (0.5,))
longest = 120
x_train = pad_sequences(np.load("train.npy"), maxlen=longest)
x_test = pad_sequences(np.load("test.npy"), maxlen=longest)
