import tensorflow as tf

data = tf.data.Dataset.from_tensor_slices(tf.io.gfile.glob("images/*.png"))
data = data.map(lambda path: tf.io.decode_png(tf.io.read_file(path)))
train = data.take(1000).batch(32)
test = data.take(200).batch(32)  # leaky expect: train-test-overlap
test = data.skip(1000).take(200).batch(32)  # clean
model = tf.keras.applications.ResNet50(weights=None)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
model.compile(loss="mse")
model.fit(train, epochs=5)
print(model.evaluate(test))
