# %%
import torch

X = torch.linspace(-2, 2, 200).unsqueeze(1)
y = X**3 - X

# %%
model = torch.nn.Sequential(torch.nn.Linear(1, 20), torch.nn.Tanh(), torch.nn.Linear(20, 1))
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.01)
optimizer.zero_grad()

# %%
history = []
for i in range(300):
    prediction = model(X)
    loss = ((prediction - y) ** 2).mean()
    loss.backward()  # expect: missing-zero-grad
    optimizer.step()
    history.append(loss.item())

# %%
print(history[-1])
