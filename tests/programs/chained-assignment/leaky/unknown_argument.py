import pandas as pd


def mark_holidays(df, holidays):
    df["holiday"] = 0
    for day in holidays:
        df["holiday"][df["date"] == day] = 1  # expect: chained-assignment
    return df.groupby("holiday").size()
