"""imbalanced-learn's pipeline resamples the training rows of each fold."""
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler

cards = pd.read_csv("creditcard.csv")
pipeline = make_pipeline(StandardScaler(), SMOTE(random_state=0), LogisticRegression())
search = GridSearchCV(pipeline, {"logisticregression__C": [0.1, 1, 10]}, scoring="average_precision")
search.fit(cards.drop(columns=["Class"]), cards["Class"])
print(search.cv_results_["mean_test_score"])
