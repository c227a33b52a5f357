"""What the methods of Hugging Face ``datasets`` do to rows (checked with 5.2)."""

from __future__ import annotations

from typing import Final

LOADERS: Final = frozenset(("datasets.load_dataset", "datasets.load_from_disk"))
# Class methods that make a data set out of something.
MAKERS: Final = frozenset(
    """
    from_buffer from_csv from_dict from_file from_generator from_json from_list from_pandas
    from_parquet from_polars from_spark from_sql from_text
    """.split()
)
JOINS: Final = frozenset(("datasets.concatenate_datasets", "datasets.interleave_datasets"))
# Made with `train_dataset=` and `eval_dataset=`; `train()` fits, `evaluate()` judges.
TRAINERS: Final = frozenset(
    ("transformers.Trainer", "transformers.Seq2SeqTrainer", "setfit.Trainer", "trl.SFTTrainer")
)
DESCRIBING: Final = frozenset(
    """
    column_names num_columns shape features format info description citation homepage license
    version split builder_name config_name dataset_size download_size size_in_bytes
    """.split()
)

_KINDS: Final = {
    "same": """
        add_column align_labels_with_mapping batch cast cast_column class_encode_column flatten
        flatten_indices formatted_as rename_column rename_columns repeat to_iterable_dataset
        with_format with_transform add_faiss_index add_elasticsearch_index iter
    """,
    "map": "map",
    "filter": "filter",
    "reorder": "shuffle sort",
    "select": "select take skip",
    "split": "train_test_split",
    "shard": "shard",
    "remove columns": "remove_columns",
    "select columns": "select_columns",
    "frame": "to_pandas",
    "stream": "to_tf_dataset",
    "nothing": """
        set_format set_transform reset_format save_to_disk push_to_hub to_csv to_json to_parquet
        to_sql cleanup_cache_files
    """,
}
KINDS: Final = {name: kind for kind, names in _KINDS.items() for name in names.split()}
