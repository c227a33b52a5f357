from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer

texts_train = open("train.txt").readlines()
texts_test = open("test.txt").readlines()
tokenizer = Tokenizer(num_words=10000)
tokenizer.fit_on_texts(texts_train)
X_train = pad_sequences(tokenizer.texts_to_sequences(texts_train), maxlen=200)
X_test = pad_sequences(tokenizer.texts_to_sequences(texts_test), maxlen=100)  # expect: preprocessing-mismatch
