import tensorflow as tf
import tensorflow_datasets as tfds

train = tfds.load("mnist", split="train[:80%]", as_supervised=True)
test = tfds.load("mnist", split="train[70%:]", as_supervised=True)  # leaky expect: train-test-overlap
test = tfds.load("mnist", split="train[80%:]", as_supervised=True)  # clean
train = train.map(lambda image, label: (image / 255, label)).batch(64)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10)])
model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train, epochs=2)
print(model.evaluate(test.batch(64)))
