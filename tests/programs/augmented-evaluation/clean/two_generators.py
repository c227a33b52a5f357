from tensorflow.keras.preprocessing.image import ImageDataGenerator

augment = ImageDataGenerator(rescale=1 / 255, shear_range=0.2, validation_split=0.2)
plain = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
train = augment.flow_from_directory("flowers", subset="training", seed=1)
val = plain.flow_from_directory("flowers", subset="validation", seed=1)
test = plain.flow_from_directory("flowers/test")
