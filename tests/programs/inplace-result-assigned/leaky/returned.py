import pandas as pd


def by_date(table: pd.DataFrame):
    return table.sort_values("date", inplace=True)  # expect: inplace-result-assigned


orders = pd.read_csv("orders.csv")
latest = by_date(orders)
