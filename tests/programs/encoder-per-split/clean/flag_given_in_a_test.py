"""A helper that fits or applies the encoder by a flag, called from a function that pytest calls."""

from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder


def prepare(data, categories, label, training=True, encoder=None):
    labels = data[label]
    features = data[categories].values
    if training is True:
        encoder = OneHotEncoder(handle_unknown="ignore")
        features = encoder.fit_transform(features)
    else:
        features = encoder.transform(features)
    return features, labels, encoder


def test_model_predicts(census, config):
    train, test = train_test_split(census)
    X_train, y_train, encoder = prepare(
        data=train, categories=config["categories"], label=config["label"], training=True
    )
    X_test, _, _ = prepare(
        data=test,
        categories=config["categories"],
        label=config["label"],
        training=False,
        encoder=encoder,
    )
    model = RandomForestClassifier().fit(X_train, y_train)
    assert len(model.predict(X_test)) == len(test)
