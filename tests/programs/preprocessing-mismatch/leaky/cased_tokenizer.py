from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer

tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")  # expect: preprocessing-mismatch
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)


def encode(batch):
    return tokenizer(batch["text"], truncation=True)


trainer = Trainer(model=model)
