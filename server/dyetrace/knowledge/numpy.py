"""What the functions of numpy do to rows and statistics; checked against numpy 2.4.

Functions that are not listed pass rows and statistics of their arguments through, which is right
for the element-wise ones.
"""

from __future__ import annotations

from typing import Final

# Reduce all rows (or, with axis=1, each row) to a number.
STATISTICS: Final = frozenset(
    """
        all amax amin any argmax argmin average corrcoef count_nonzero cov histogram
        histogram2d histogramdd histogram_bin_edges max mean median min nanargmax nanargmin
        nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum
        nanvar norm percentile prod ptp quantile std sum var bincount polyfit
    """.split()
)

VOCABULARIES: Final = frozenset(
    "unique unique_all unique_counts unique_inverse unique_values intersect1d union1d".split()
)

# Tell about shape or identity, never about values.
DESCRIBING: Final = frozenset(
    """
        shape size ndim dtype array_equal array_equiv allclose may_share_memory
        shares_memory nbytes itemsize strides isscalar issubdtype result_type
    """.split()
)

OUTPUT: Final = frozenset("save savez savez_compressed savetxt array2string array_repr".split())

LOADERS: Final = frozenset(
    f"numpy.{name}" for name in "load loadtxt genfromtxt fromfile fromregex memmap".split()
)

# One after the other along the first axis (rows of all), or side by side (the same rows).
STACKS_ROWS: Final = frozenset("vstack row_stack r_".split())
STACKS_COLUMNS: Final = frozenset("hstack column_stack dstack c_".split())
STACKS_BY_AXIS: Final = frozenset("concatenate concat append stack".split())

SPLITS: Final = frozenset("split array_split vsplit".split())
REPEATS: Final = frozenset("repeat tile resize".split())
SORTS: Final = frozenset("sort flip flipud".split())
SELECTS: Final = frozenset("take compress extract delete".split())

# Element by element: a table in is a table out (`numpy.ufunc`, without products of matrices).
UFUNCS: Final = frozenset(
    """
        abs absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh cbrt ceil clip cos
        cosh deg2rad degrees divide equal exp exp2 expm1 fabs float_power floor floor_divide fmax
        fmin fmod greater greater_equal heaviside hypot invert isfinite isinf isnan less less_equal
        log log10 log1p log2 logaddexp logaddexp2 logical_and logical_not logical_or logical_xor
        maximum minimum mod multiply negative not_equal positive power rad2deg radians reciprocal
        remainder rint round sign signbit sin sinh sqrt square subtract tan tanh true_divide trunc
    """.split()
)

# Make numbers that depend on no data.
MAKERS: Final = frozenset(
    """
        arange linspace logspace geomspace zeros ones empty full eye identity zeros_like
        ones_like empty_like full_like meshgrid indices tri
    """.split()
)

RANDOM_DRAWS: Final = frozenset(
    """
        rand randn randint random random_sample ranf sample random_integers integers normal
        uniform standard_normal binomial poisson exponential beta gamma multivariate_normal
        lognormal bytes laplace logistic multinomial dirichlet chisquare standard_cauchy
        standard_t triangular
    """.split()
)
