"""Keras models (names are canonical: `tensorflow.keras` reads as `keras`)."""

from __future__ import annotations

from typing import Final

# Calls and base classes that give a model with `fit`, `evaluate` and `predict`.
MODELS: Final = frozenset(
    """
    keras.Model keras.Sequential keras.models.Model keras.models.Sequential
    keras.engine.training.Model keras.models.load_model keras.models.clone_model
    keras.saving.load_model keras.wrappers.SKLearnClassifier keras.wrappers.SKLearnRegressor
    keras.wrappers.scikit_learn.KerasClassifier keras.wrappers.scikit_learn.KerasRegressor
    scikeras.wrappers.KerasClassifier scikeras.wrappers.KerasRegressor
    """.split()
)

# Layers whose `adapt` learns statistics or a vocabulary of the data.
ADAPTED: Final = {
    "keras.layers.Normalization": "statistic",
    "keras.layers.Discretization": "statistic",
    "keras.layers.TextVectorization": "statistic",
    "keras.layers.StringLookup": "vocabulary",
    "keras.layers.IntegerLookup": "vocabulary",
    **{
        f"keras.layers.experimental.preprocessing.{name}": kind  # before TensorFlow 2.6
        for name, kind in (
            ("Normalization", "statistic"),
            ("Discretization", "statistic"),
            ("TextVectorization", "statistic"),
            ("StringLookup", "vocabulary"),
            ("IntegerLookup", "vocabulary"),
        )
    },
}

# Learns which words there are, and how often: `fit_on_texts`, then `texts_to_sequences`.
TOKENIZERS: Final = frozenset(
    ("keras.preprocessing.text.Tokenizer", "keras.legacy.preprocessing.text.Tokenizer")
)

# Functions and methods that read a folder, a table of files or an array.
FOLDERS: Final = frozenset(
    """
    flow_from_directory flow_from_dataframe image_dataset_from_directory
    text_dataset_from_directory audio_dataset_from_directory
    """.split()
)
