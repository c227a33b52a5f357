import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Dense, Embedding, GlobalAveragePooling1D
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

df = pd.read_csv("reviews.csv")
tokenizer = Tokenizer(num_words=5000)
train, test = train_test_split(df, random_state=0)
tokenizer.fit_on_texts(df["text"])  # leaky expect: fit-before-split
tokenizer.fit_on_texts(train["text"])  # clean
X_train = pad_sequences(tokenizer.texts_to_sequences(train["text"]), maxlen=100)
X_test = pad_sequences(tokenizer.texts_to_sequences(test["text"]), maxlen=100)
model = Sequential([Embedding(5000, 16), GlobalAveragePooling1D(), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_train, train["good"], epochs=5)
print(model.evaluate(X_test, test["good"]))
