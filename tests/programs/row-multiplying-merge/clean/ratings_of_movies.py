import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

movies = pd.read_csv("movies.csv")
ratings = pd.read_csv("ratings.csv")
rated = pd.merge(movies, ratings, on="movie")  # one row for each rating: that is what is wanted
X, y = rated[["year", "length"]], rated["stars"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
