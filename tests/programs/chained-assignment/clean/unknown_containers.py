import pandas as pd


def fill(store, name):
    store[name]["count"] = 0
    store["total"]["count"] = 1
    return store


def headers(response):
    response.headers["x"] = "1"
    response.cache[0] = pd.Timestamp.now()
    return response
