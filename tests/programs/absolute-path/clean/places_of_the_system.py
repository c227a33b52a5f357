import pandas as pd

df = pd.read_csv("/kaggle/input/titanic/train.csv")
df.to_csv("/tmp/titanic/clean.csv")
sample = pd.read_csv("/content/sample_data/california_housing_train.csv")
fonts = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
