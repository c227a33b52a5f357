# %%
import pandas as pd

trips = pd.read_csv("trips.csv")

# %%
trips.dropna()

# %%
trips.sort_values("fare")

# %% [markdown]
# The end
# %%
print(trips["fare"].mean())
