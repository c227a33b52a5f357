import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import to_categorical
from sklearn.preprocessing import LabelEncoder

df = pd.read_csv("data/iris.csv")
X = df.iloc[:, 0:4].values
y = to_categorical(LabelEncoder().fit_transform(df.iloc[:, 4]))
model = Sequential([Dense(10, activation="relu"), Dense(3, activation="softmax")])
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=50, validation_split=0.2)  # expect: unshuffled-validation-split
