"""The highest word error rate is kept."""
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments

arguments = Seq2SeqTrainingArguments(  # expect: wrong-monitor-direction
    output_dir="whisper",
    eval_strategy="epoch",
    save_strategy="epoch",
    load_best_model_at_end=True,
    metric_for_best_model="wer",
)
