"""What the libraries mean to the interpreter, one module an area."""

from dyetrace.flow.areas.arrays import ArrayMeaning
from dyetrace.flow.areas.boosting import BoostingMeaning
from dyetrace.flow.areas.builtin import BuiltinMeaning
from dyetrace.flow.areas.calling import CallingMeaning
from dyetrace.flow.areas.datasets import DatasetMeaning
from dyetrace.flow.areas.estimators import EstimatorMeaning
from dyetrace.flow.areas.frames import FrameMeaning
from dyetrace.flow.areas.hub_datasets import HubDatasetMeaning
from dyetrace.flow.areas.hub_trainer import TrainerMeaning
from dyetrace.flow.areas.keras import KerasMeaning
from dyetrace.flow.areas.learning_functions import LearningFunctionMeaning
from dyetrace.flow.areas.polars import PolarsMeaning
from dyetrace.flow.areas.recommending import RecommendingMeaning
from dyetrace.flow.areas.records import RecordMeaning
from dyetrace.flow.areas.scoring import ScoringMeaning
from dyetrace.flow.areas.sparse import SparseMeaning
from dyetrace.flow.areas.splitting import IndexFallback, SplittingMeaning
from dyetrace.flow.areas.statsmodels import StatsmodelsMeaning
from dyetrace.flow.areas.streams import StreamMeaning
from dyetrace.flow.areas.torch import TorchMeaning
from dyetrace.flow.areas.torch_data import TorchDataMeaning
from dyetrace.flow.areas.tuning import TuningMeaning
from dyetrace.flow.meanings import Meaning

# Asked in order; what answers for any value comes last.
AREAS: tuple[Meaning, ...] = (
    BuiltinMeaning(),
    CallingMeaning(),
    RecordMeaning(),
    DatasetMeaning(),
    PolarsMeaning(),
    HubDatasetMeaning(),
    SplittingMeaning(),
    TrainerMeaning(),
    StreamMeaning(),
    KerasMeaning(),
    RecommendingMeaning(),
    TuningMeaning(),
    BoostingMeaning(),
    StatsmodelsMeaning(),
    EstimatorMeaning(),
    ScoringMeaning(),
    LearningFunctionMeaning(),
    TorchDataMeaning(),
    TorchMeaning(),
    FrameMeaning(),
    SparseMeaning(),
    ArrayMeaning(),
    IndexFallback(),
)
