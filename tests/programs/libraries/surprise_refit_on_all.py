from surprise import SVD, Dataset, accuracy
from surprise.model_selection import train_test_split

data = Dataset.load_builtin("ml-100k")
trainset, testset = train_test_split(data, test_size=0.25, random_state=0)
algo = SVD(random_state=0)
algo.fit(data.build_full_trainset())  # leaky expect: train-test-overlap
algo.fit(trainset)  # clean
predictions = algo.test(testset)
print(accuracy.rmse(predictions))
