"""Reading and cleaning, shared by several scripts."""
import pandas as pd
from sklearn.impute import KNNImputer


def load(path):
    wells = pd.read_csv(path, index_col="well_id")
    wells.columns = wells.columns.str.strip().str.lower()
    return wells[wells["depth"] > 0]


def without_gaps(wells, neighbours=5):
    numeric = wells.select_dtypes("number")
    imputer = KNNImputer(n_neighbors=neighbours)
    filled = pd.DataFrame(imputer.fit_transform(numeric), index=numeric.index, columns=numeric.columns)
    return filled.join(wells.select_dtypes(exclude="number"))
