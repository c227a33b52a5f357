import numpy as np
from keras.models import load_model
from keras.preprocessing.image import ImageDataGenerator
from sklearn.metrics import classification_report, confusion_matrix

test_datagen = ImageDataGenerator(rescale=1.0 / 255)
test_generator = test_datagen.flow_from_directory(  # expect: shuffled-generator-metrics
    "data/test", target_size=(150, 150), batch_size=20, class_mode="categorical"
)
model = load_model("flowers.h5")
probabilities = model.predict_generator(test_generator)
predicted = np.argmax(probabilities, axis=1)
print(confusion_matrix(test_generator.classes, predicted))
print(classification_report(test_generator.classes, predicted))
