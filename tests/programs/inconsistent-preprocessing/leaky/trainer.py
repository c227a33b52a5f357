"""The class scales in train and forgets it in test."""
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import RobustScaler


class Trainer:
    def __init__(self, frame, target):
        parts = train_test_split(frame.drop(columns=[target]), frame[target], random_state=0)
        self.X_train, self.X_test, self.y_train, self.y_test = parts
        self.scaler = RobustScaler()
        self.net = MLPClassifier(random_state=0)

    def train(self):
        self.net.fit(self.scaler.fit_transform(self.X_train), self.y_train)

    def test(self):
        return self.net.score(self.X_test, self.y_test)  # expect: inconsistent-preprocessing


trainer = Trainer(pd.read_csv("gestures.csv"), "gesture")
trainer.train()
print(trainer.test())
