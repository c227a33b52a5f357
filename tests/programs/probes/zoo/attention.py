"""Transformers: GPT, encoder, ViT, encoder-decoder, rotary, grouped queries, SDPA, windows, MoE."""

import math
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class GPTConfig:
    block_size: int = 16
    vocab_size: int = 50
    n_layer: int = 2
    n_head: int = 4
    n_embd: int = 32


class CausalSelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.c_attn = nn.Linear(config.n_embd, 3 * config.n_embd)
        self.c_proj = nn.Linear(config.n_embd, config.n_embd)
        self.n_head, self.n_embd = config.n_head, config.n_embd
        mask = torch.tril(torch.ones(config.block_size, config.block_size))
        self.register_buffer("bias", mask.view(1, 1, config.block_size, config.block_size))

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(self.n_embd, dim=2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        att = att.masked_fill(self.bias[:, :, :T, :T] == 0, float("-inf"))
        att = F.softmax(att, dim=-1)
        y = att @ v
        y = y.transpose(1, 2).contiguous().view(B, T, C)
        return self.c_proj(y)


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(config.n_embd), nn.LayerNorm(config.n_embd)
        self.attn = CausalSelfAttention(config)
        self.mlp = nn.ModuleDict(
            {
                "fc": nn.Linear(config.n_embd, 4 * config.n_embd),
                "proj": nn.Linear(4 * config.n_embd, config.n_embd),
            }
        )

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        m = self.mlp
        h = m.proj(F.gelu(m.fc(self.ln_2(x)))) if hasattr(m, "fc") else x
        return x + h


class GPT(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.wte = nn.Embedding(config.vocab_size, config.n_embd)
        self.wpe = nn.Embedding(config.block_size, config.n_embd)
        self.h = nn.ModuleList([Block(config) for _ in range(config.n_layer)])
        self.ln_f = nn.LayerNorm(config.n_embd)
        self.lm_head = nn.Linear(config.n_embd, config.vocab_size, bias=False)
        self.wte.weight = self.lm_head.weight

    def forward(self, idx, targets=None):
        b, t = idx.size()
        pos = torch.arange(0, t, dtype=torch.long, device=idx.device).unsqueeze(0)
        tok_emb = self.wte(idx)
        pos_emb = self.wpe(pos)
        x = tok_emb + pos_emb
        for block in self.h:
            x = block(x)
        x = self.ln_f(x)
        logits = self.lm_head(x)
        loss = None
        if targets is not None:
            loss = F.cross_entropy(
                logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1
            )
        return logits, loss

    @torch.no_grad()
    def generate(self, idx, count):
        for _ in range(count):
            cond = idx[:, -self.config.block_size :]
            logits, _ = self(cond)
            probs = F.softmax(logits[:, -1, :], dim=-1)
            nxt = torch.multinomial(probs, num_samples=1)
            idx = torch.cat((idx, nxt), dim=1)
        return idx


class Sentiment(nn.Module):
    def __init__(self, vocab=60, width=16):
        super().__init__()
        self.embed = nn.Embedding(vocab, width, padding_idx=0)
        layer = nn.TransformerEncoderLayer(width, 4, 32, batch_first=True, dropout=0.0)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(width, 2)

    def forward(self, tokens):
        padding = tokens == 0
        h = self.encoder(self.embed(tokens), src_key_padding_mask=padding)
        kept = (~padding).unsqueeze(-1)
        mean = (h * kept).sum(1) / kept.sum(1).clamp(min=1)
        return self.head(mean)


class ViT(nn.Module):
    def __init__(self, image=32, patch=8, width=24, heads=3):
        super().__init__()
        count = (image // patch) ** 2
        self.patch, self.heads = patch, heads
        self.proj = nn.Conv2d(3, width, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, width))
        self.pos = nn.Parameter(torch.zeros(1, count + 1, width))
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, img):
        B = img.shape[0]
        patches = self.proj(img).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(B, -1, -1), patches], dim=1) + self.pos
        normed = self.norm(x)
        out, weights = self.attn(normed, normed, normed)
        x = x + out
        return self.head(x[:, 0])


class Translator(nn.Module):
    def __init__(self, vocab=40, width=16):
        super().__init__()
        self.src, self.tgt = nn.Embedding(vocab, width), nn.Embedding(vocab, width)
        self.core = nn.Transformer(width, 2, 1, 1, 32, batch_first=True, dropout=0.0)
        self.out = nn.Linear(width, vocab)

    def forward(self, src, tgt):
        mask = nn.Transformer.generate_square_subsequent_mask(tgt.shape[1])
        hidden = self.core(self.src(src), self.tgt(tgt), tgt_mask=mask)
        return self.out(hidden)


def rotate(x, theta=10000.0):
    *_, seq, dim = x.shape
    freqs = 1.0 / theta ** (torch.arange(0, dim, 2).float() / dim)
    angles = torch.outer(torch.arange(seq).float(), freqs)
    cos, sin = angles.cos(), angles.sin()
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1)
    return turned.flatten(-2)


class GroupedQuery(nn.Module):
    def __init__(self, width=32, heads=8, kv_heads=2):
        super().__init__()
        self.heads, self.kv_heads, self.dim = heads, kv_heads, width // heads
        self.wq = nn.Linear(width, heads * self.dim, bias=False)
        self.wk = nn.Linear(width, kv_heads * self.dim, bias=False)
        self.wv = nn.Linear(width, kv_heads * self.dim, bias=False)

    def forward(self, x):
        bsz, seqlen, _ = x.shape
        xq = self.wq(x).view(bsz, seqlen, self.heads, self.dim).transpose(1, 2)
        xk = self.wk(x).view(bsz, seqlen, self.kv_heads, self.dim).transpose(1, 2)
        xv = self.wv(x).view(bsz, seqlen, self.kv_heads, self.dim).transpose(1, 2)
        xq, xk = rotate(xq), rotate(xk)
        keys = xk.repeat_interleave(self.heads // self.kv_heads, dim=1)
        values = xv.repeat_interleave(self.heads // self.kv_heads, dim=1)
        out = F.scaled_dot_product_attention(xq, keys, values, is_causal=True)
        return out.transpose(1, 2).reshape(bsz, seqlen, -1)


class Windows(nn.Module):
    def __init__(self, width=8, window=4):
        super().__init__()
        self.window = window
        self.mix = nn.Linear(width, width)

    def forward(self, x):
        B, H, W, C = x.shape
        w = self.window
        parts = x.view(B, H // w, w, W // w, w, C).permute(0, 1, 3, 2, 4, 5)
        windows = parts.reshape(-1, w * w, C)
        mixed = self.mix(windows)
        back = mixed.view(B, H // w, W // w, w, w, C).permute(0, 1, 3, 2, 4, 5).reshape(B, H, W, C)
        shifted = torch.roll(back, shifts=(-w // 2, -w // 2), dims=(1, 2))
        return shifted


class Experts(nn.Module):
    def __init__(self, width=12, experts=3, top=2):
        super().__init__()
        self.gate = nn.Linear(width, experts)
        self.experts = nn.ModuleList(nn.Linear(width, width) for _ in range(experts))
        self.top = top

    def forward(self, x):
        scores = self.gate(x).softmax(-1)
        weights, chosen = scores.topk(self.top, dim=-1)
        out = torch.zeros_like(x)
        for i, expert in enumerate(self.experts):
            picked = (chosen == i).any(-1)
            share = (weights * (chosen == i)).sum(-1, keepdim=True)
            out = out + torch.where(picked.unsqueeze(-1), expert(x) * share, torch.zeros_like(x))
        return out


class Perceiver(nn.Module):
    def __init__(self, width=16, latents=5):
        super().__init__()
        self.latents = nn.Parameter(torch.randn(latents, width))
        self.cross = nn.MultiheadAttention(width, 2, batch_first=True)

    def forward(self, data):
        query = self.latents.unsqueeze(0).repeat(len(data), 1, 1)
        answer, attention = self.cross(query, data, data)
        return answer


gpt = GPT(GPTConfig())
ids = torch.randint(0, 50, (3, 12))
logits, loss = gpt(ids, torch.randint(0, 50, (3, 12)))
longer = gpt.generate(ids[:1, :4], 3)
feelings = Sentiment()(torch.randint(0, 60, (4, 9)))
labels = ViT()(torch.randn(2, 3, 32, 32))
words = Translator()(torch.randint(0, 40, (2, 7)), torch.randint(0, 40, (2, 5)))
grouped = GroupedQuery()(torch.randn(2, 10, 32))
swin = Windows()(torch.randn(2, 8, 8, 8))
routed = Experts()(torch.randn(6, 12))
latent = Perceiver()(torch.randn(2, 20, 16))
