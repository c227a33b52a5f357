from datasets import concatenate_datasets, load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

data = load_dataset("glue", "sst2")
tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased")
data = data.map(lambda rows: tokenizer(rows["sentence"], truncation=True), batched=True)
seen = concatenate_datasets([data["train"], data["validation"]])  # leaky
seen = data["train"]  # clean
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased"),
    args=TrainingArguments("out", num_train_epochs=2),
    train_dataset=seen.shuffle(seed=0),
    eval_dataset=data["validation"],
)
trainer.train()  # expect: train-test-overlap
print(trainer.evaluate())
