from keras.preprocessing.image import ImageDataGenerator


class Data:
    def __init__(self, train_dir, test_dir):
        self.generator = ImageDataGenerator(zoom_range=0.2, horizontal_flip=True)
        self.train = self.generator.flow_from_directory(train_dir)
        self.test = self.generator.flow_from_directory(test_dir)  # expect: augmented-evaluation


data = Data("cats/train", "cats/test")
