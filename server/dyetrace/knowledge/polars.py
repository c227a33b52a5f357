"""What the methods of polars do to rows, columns and statistics; checked against polars 2.1.

Every public name of DataFrame, LazyFrame, Series and Expr has one kind (a test compares the tables
with the library where it is installed). Names that newer versions dropped are kept.
"""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal[
    "rowwise",  # one result for each row; no row looks at another
    "order",  # one result for each row, from its neighbours (shift, rolling means)
    "fitted",  # one result for each row, from a statistic of all of them (rank)
    "select",  # some of the rows
    "reorder",  # all rows in another order
    "repeat",  # rows more than once
    "statistic",  # a few numbers about the rows
    "vocabulary",  # which values there are
    "columns",  # other columns of the same rows
    "reshape",  # rows become something else (pivot)
    "join",  # rows or columns of several frames together
    "group",  # a grouped view
    "apply",  # a function of the user's runs
    "same",  # the same table (lazy, collect, clone)
    "describe",  # shape, types, names: nothing that is learned from values
    "output",  # written, printed, drawn or turned into another library's table
    "name",  # another name for the same values
]


def _table(**kinds: str) -> dict[str, Kind]:
    return {name: kind for kind, names in kinds.items() for name in names.split()}  # type: ignore[misc]


FRAME: Final[dict[str, Kind]] = _table(
    same="""
        lazy collect collect_async collect_batches clone clear cache rechunk shrink_to_fit
        set_sorted remote inspect first_frame match_to_schema sql map_columns
    """,
    columns="""
        with_columns with_columns_seq select select_seq drop drop_in_place get_column get_columns
        to_series rename insert_column replace_column with_row_index with_row_count hstack
        to_struct unnest
    """,
    rowwise="""
        cast fill_nan fill_null max_horizontal mean_horizontal min_horizontal sum_horizontal fold
        hash_rows to_dummies equals
    """,
    order="shift interpolate upsample",
    select="""
        filter remove head limit tail slice sample first last drop_nulls drop_nans unique top_k
        bottom_k gather gather_every row item is_duplicated is_unique
    """,
    reorder="sort reverse",
    repeat="explode",
    statistic="""
        mean median std var min max sum product quantile describe corr count null_count n_unique
        approx_n_unique
    """,
    join="join join_asof join_where vstack extend merge_sorted update",
    group="group_by groupby group_by_dynamic groupby_dynamic rolling group_by_rolling",
    reshape="pivot unpivot melt unstack transpose partition_by",
    apply="pipe pipe_with_schema map_rows map_batches map apply",
    describe="""
        shape height width columns schema dtypes flags estimated_size n_chunks is_empty is_sorted
        collect_schema get_column_index explain show_graph show glimpse style plot
    """,
    output="""
        to_pandas to_numpy to_arrow to_dict to_dicts to_init_repr to_jax to_torch rows
        rows_by_key iter_rows iter_columns iter_slices serialize deserialize execute write_avro
        write_clipboard write_csv write_database write_delta write_excel write_iceberg write_ipc
        write_ipc_stream write_json write_ndjson write_parquet sink_batches sink_csv sink_delta
        sink_iceberg sink_ipc sink_ndjson sink_parquet from_lazyframe_resolver profile fetch
    """,
)

# Series and expressions share most of their methods; what is not listed works row by row.
SERIES: Final[dict[str, Kind]] = _table(
    statistic="""
        mean median mode std var skew kurtosis min max sum product quantile count len n_unique
        null_count approx_n_unique approx_quantile arg_max arg_min any all entropy nan_max
        nan_min first last item max_by min_by dot has_nulls describe implode hist is_empty
        bitwise_and bitwise_or bitwise_xor agg_groups lower_bound upper_bound index_of
        search_sorted
    """,
    vocabulary="unique value_counts unique_counts arg_unique rle",
    order="""
        shift diff pct_change forward_fill backward_fill cum_count cum_max cum_min cum_prod
        cum_sum cumsum cummax cummin cumprod cumcount cumulative_eval ewm_mean ewm_mean_by ewm_std
        ewm_sum ewm_sum_by ewm_var rolling rolling_kurtosis rolling_map rolling_max
        rolling_max_by rolling_mean rolling_mean_by rolling_median rolling_median_by rolling_min
        rolling_min_by rolling_quantile rolling_quantile_by rolling_rank rolling_rank_by
        rolling_skew rolling_std rolling_std_by rolling_sum rolling_sum_by rolling_var
        rolling_var_by rolling_apply interpolate interpolate_by rle_id peak_max peak_min
    """,
    fitted="rank qcut bin bin_intervals bin_quantiles bin_ranks",
    select="""
        filter head limit tail slice sample drop_nulls drop_nans top_k bottom_k top_k_by
        bottom_k_by gather gather_every get truncate
    """,
    reorder="sort sort_by reverse shuffle",
    repeat="explode repeat_by extend_constant",
    join="append extend zip_with",
    apply="map_elements map_batches map apply pipe pipe_with_dtype",
    name="alias rename name",
)

GROUPED: Final = frozenset(
    """
    all count first head last len max mean median min n_unique quantile sum tail std var
    """.split()
)
# A row of its own for each name: functions of the library that make an expression of columns.
STATISTICS: Final = frozenset(
    """
    mean median std var min max sum quantile n_unique first last count approx_n_unique corr cov
    implode
    """.split()
)
READERS: Final = frozenset(
    f"polars.{name}"
    for name in """
    read_avro read_clipboard read_csv read_csv_batched read_database read_database_uri read_delta
    read_excel read_ipc read_ipc_stream read_json read_lines read_ndjson read_ods read_parquet
    read_sql scan_csv scan_delta scan_iceberg scan_ipc scan_lance scan_lines scan_ndjson
    scan_parquet scan_pyarrow_dataset
    """.split()
)
CONVERTERS: Final = frozenset(
    f"polars.{name}"
    for name in """
    DataFrame LazyFrame Series from_arrow from_dataframe from_dict from_dicts from_numpy
    from_pandas from_records from_torch
    """.split()
)
# Names under which pandas knows what the order kind does (`flow.areas.neighbours`).
AS_PANDAS: Final = {
    "backward_fill": "bfill",
    "forward_fill": "ffill",
    "n_unique": "nunique",
    "null_count": "count",
    "len": "size",
    "kurtosis": "kurt",
    "interpolate": "interpolate",
}


def pandas_name(method: str) -> str:
    """Return what pandas calls a method: "rolling" for every rolling statistic."""
    for prefix, name in (("rolling", "rolling"), ("ewm", "ewm"), ("cum", "expanding")):
        if method.startswith(prefix):
            return name
    return AS_PANDAS.get(method, method)


def series_kind(method: str) -> Kind:
    """Return what a method of a series or expression does."""
    return SERIES.get(method, "rowwise")
