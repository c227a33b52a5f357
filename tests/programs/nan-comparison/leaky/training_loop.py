import math


def fit(model, batches):
    for batch in batches:
        loss = model.train_on_batch(batch)
        if loss == math.nan:  # expect: nan-comparison
            raise RuntimeError("the loss is no number")
        if loss != float("nan"):  # expect: nan-comparison
            print(loss)
