"""What statsmodels fits: models of `(y, X)`, of a series, of a formula (checked with 0.15).

A model is made with its data, `fit()` gives the results, and these predict.
"""

from __future__ import annotations

from typing import Final

# Classes whose constructor takes `(endog, exog)`.
REGRESSIONS: Final = frozenset(
    """
    BinomialBayesMixedGLM ConditionalLogit ConditionalMNLogit ConditionalPoisson GEE GLM GLMGam
    GLS GLSAR GeneralizedPoisson HurdleCountModel Logit MNLogit MixedLM NegativeBinomial
    NegativeBinomialP NominalGEE OLS OrdinalGEE OrderedModel PHReg Poisson PoissonBayesMixedGLM
    Probit QIF QuantReg RLM RecursiveLS TruncatedLFNegativeBinomialP TruncatedLFPoisson WLS
    ZeroInflatedGeneralizedPoisson ZeroInflatedNegativeBinomialP ZeroInflatedPoisson
    """.split()
)
# Classes whose constructor takes a series (or several) first.
SERIES_MODELS: Final = frozenset(
    """
    AR ARDL ARIMA ARMA AutoReg DynamicFactor DynamicFactorMQ ETSModel ExponentialSmoothing Holt
    MarkovAutoregression MarkovRegression SARIMAX STLForecast SVAR SimpleExpSmoothing UECM
    UnobservedComponents VAR VARMAX VECM
    """.split()
)
# Functions of `statsmodels.formula.api`, called with `(formula, data)`.
FORMULAS: Final = frozenset(
    """
    conditional_logit conditional_mnlogit conditional_poisson gee glm glmgam gls glsar logit
    mixedlm mnlogit negativebinomial nominal_gee ols ordinal_gee phreg poisson probit quantreg rlm
    wls
    """.split()
)
# What of fitted results is learned from the rows; people choose columns by it.
LEARNED: Final = frozenset(
    """
    params pvalues tvalues bse rsquared rsquared_adj fvalue f_pvalue aic bic llf resid
    fittedvalues conf_int params_ tvalues_
    """.split()
)
RESULTS: Final = ".results"  # ends the type of what `fit()` gives


def model_kind(function: str) -> str | None:
    """Return how a model is made: "regression", "series", "formula"; None for anything else."""
    package, _, rest = function.partition(".")
    if package != "statsmodels":
        return None
    place, _, short = rest.rpartition(".")
    if short == "from_formula":
        return "formula"
    if short in REGRESSIONS:
        return "regression"
    if short in SERIES_MODELS:
        return "series"
    return "formula" if short in FORMULAS and "formula" in place else None


def is_results(type_name: str) -> bool:
    """Whether a value is what a model's ``fit`` gave."""
    return type_name.startswith("statsmodels.") and type_name.endswith(RESULTS)
