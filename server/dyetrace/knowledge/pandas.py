"""What the methods of pandas do to rows, columns and statistics; checked against pandas 3.1.

Every public name of DataFrame, Series, GroupBy and the windows has one kind (a test compares the
tables with the installed library). Names that newer versions dropped are kept: programs use them.
"""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal[
    "rowwise",  # one result for each row, in the same order; no row looks at another
    "order",  # one result for each row, from its neighbours (shift, rolling sums)
    "fitted",  # one result for each row, from a statistic of all of them (rank)
    "select",  # some of the rows
    "reorder",  # all rows in another order
    "repeat",  # rows more than once
    "statistic",  # a few numbers about the rows
    "vocabulary",  # which values there are
    "columns",  # other columns of the same rows
    "reshape",  # rows become something else (pivot, stack)
    "join",  # rows or columns of several frames together
    "group",  # a grouped or windowed view
    "apply",  # a function of the user's runs
    "describe",  # shape, types, labels: nothing that is learned from values
    "output",  # written, printed or drawn
]


def _table(**kinds: str) -> dict[str, Kind]:
    return {name: kind for kind, names in kinds.items() for name in names.split()}  # type: ignore[misc]


FRAME: Final[dict[str, Kind]] = _table(
    rowwise="""
        abs add astype between add_prefix add_suffix convert_dtypes copy div divide divmod
        dot eq equals eval floordiv ge gt infer_objects isin isna isnull le lt mod mul
        multiply ne notna notnull pow radd rdiv rdivmod replace rfloordiv rmod rmul round
        rpow rsub rtruediv sub subtract truediv where mask update clip combine combine_first
        case_when rename rename_axis set_axis set_flags to_period to_timestamp tz_convert
        tz_localize reset_index set_index squeeze T transpose swapaxes to_frame array values
        to_numpy as_matrix to_list tolist to_records to_dict fillna view ravel compare items
        iteritems map applymap str dt cat sparse list struct reorder_levels swaplevel
        droplevel pipe get
    """,
    order="""
        shift diff pct_change cumsum cumprod cummax cummin ffill pad bfill backfill autocorr
        slice_shift tshift
    """,
    fitted="rank interpolate factorize",
    select="""
        head tail sample query dropna drop_duplicates nlargest nsmallest truncate
        between_time at_time first last take asof xs filter loc iloc ix at iat item
        get_value
    """,
    reorder="sort_values sort_index sortlevel reindex reindex_like align sort order",
    repeat="repeat explode",
    statistic="""
        mean median mode std var sem skew kurt kurtosis mad min max sum prod product
        quantile describe corr corrwith cov count value_counts agg aggregate all any idxmax
        idxmin argmax argmin argsort searchsorted
    """,
    vocabulary="unique nunique duplicated",
    columns="assign drop insert isetitem pop select select_dtypes",
    reshape="""
        pivot pivot_table melt stack unstack to_xarray asfreq from_dict from_records
        from_arrow
    """,
    join="merge join append",
    group="groupby rolling expanding ewm resample",
    apply="apply transform",
    describe="""
        shape size ndim dtypes dtype index columns axes keys empty attrs flags hasnans
        is_unique is_monotonic is_monotonic_decreasing is_monotonic_increasing nbytes name
        memory_usage first_valid_index last_valid_index ftypes
    """,
    output="""
        plot hist boxplot info style to_clipboard to_csv to_excel to_feather to_hdf to_html
        to_iceberg to_json to_latex to_markdown to_orc to_parquet to_pickle to_sql to_stata
        to_string to_xml to_gbq iterrows itertuples
    """,
)

GROUPED: Final[dict[str, Kind]] = _table(
    statistic="""
        agg aggregate all any corr corrwith count cov describe first idxmax idxmin kurt last
        max mean median min nth nunique ohlc prod quantile sem size skew std sum
        value_counts var unique mad
    """,
    order="""
        bfill ffill pad backfill cumcount cummax cummin cumprod cumsum diff pct_change shift
        ngroup rank fillna
    """,
    select="head tail sample take nlargest nsmallest get_group filter",
    group="rolling expanding ewm resample",
    apply="apply transform pipe",
    describe="""
        dtype dtypes groups indices is_monotonic_decreasing is_monotonic_increasing level
        keys ndim ngroups
    """,
    output="boxplot hist plot",
)

# Every method of a rolling, expanding or exponential window gives one result for each row.
WINDOW: Final = frozenset(
    """
    agg aggregate apply corr count cov exclusions first kurt last max mean median min ndim
    nunique online pipe quantile rank sem skew std sum var
    """.split()
)

# Methods that change the object itself when they are called with inplace=True.
INPLACE: Final = frozenset(
    """
    fillna dropna drop drop_duplicates rename replace sort_values sort_index reset_index
    set_index clip interpolate ffill bfill mask where query eval rename_axis set_axis
    """.split()
)

READERS: Final = frozenset(
    f"pandas.{name}"
    for name in """
    read_csv read_excel read_feather read_fwf read_hdf read_html read_iceberg read_json read_orc
    read_parquet read_pickle read_sas read_spss read_sql read_sql_query read_sql_table read_stata
    read_table read_xml read_clipboard read_gbq json_normalize DataFrame.from_csv
    """.split()
)

# Statistics that say which rows exist, not what is in them: filters by them teach nothing.
BOOKKEEPING: Final = frozenset(
    "count value_counts nunique unique size duplicated idxmax idxmin argmax argmin all any".split()
)

# Statistics by which people cut outliers or fill gaps; only these count when they choose rows.
MOMENTS: Final = frozenset(
    "mean median mode std var sem skew kurt kurtosis mad quantile describe percentile".split()
)

# Names of statistics that `agg` and `transform` take as a string.
AGGREGATES: Final = frozenset(name for name, kind in GROUPED.items() if kind == "statistic")


def frame_kind(method: str) -> Kind | None:
    """Return what a method of a frame or series does, or None where pandas has no such method."""
    return FRAME.get(method)


def grouped_kind(method: str) -> Kind | None:
    """Return what a method of a group-by or resampler does."""
    return GROUPED.get(method)
