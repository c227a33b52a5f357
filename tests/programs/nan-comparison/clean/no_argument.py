import numpy as np
import pandas as pd


def fill(column: pd.Series, value=np.nan):
    if value is np.nan:
        value = column.median()
    return column.fillna(value)


print(fill(pd.Series([1.0, None])))
