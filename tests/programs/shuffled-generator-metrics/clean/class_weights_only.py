import numpy as np
from sklearn.utils.class_weight import compute_class_weight
from tensorflow.keras.models import load_model
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train = ImageDataGenerator().flow_from_directory("train")
weights = compute_class_weight("balanced", classes=np.unique(train.classes), y=train.classes)
model = load_model("net.keras")
model.fit(train, class_weight=dict(enumerate(weights)))
print(model.evaluate(train))
