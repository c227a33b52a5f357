import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

sonar = pd.read_csv("sonar.csv")
level = sonar.groupby("material")["energy"].transform("mean")  # expect: class-conditional-statistic
sonar["energy"] = sonar["energy"] - level
train, test = train_test_split(sonar, random_state=3)
columns = ["energy", "angle"]
machine = SVC().fit(train[columns], train["material"])
print(machine.score(test[columns], test["material"]))
