import pandas as pd


def shorten(df, inplace):
    result = df.drop(columns=["note"], inplace=inplace)
    return df if inplace else result


print(shorten(pd.read_csv("notes.csv"), False))
