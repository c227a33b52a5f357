from flask import Flask

app = Flask(__name__)
BASE = "https://example.org/home/data/list"


@app.route("/data/items/list")
def items():
    return {"next": "/home", "users": "/users/7/items", "more": "/data/items"}
