from transformers import AutoModel, AutoTokenizer, BertTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModel.from_pretrained("gpt2-medium")
