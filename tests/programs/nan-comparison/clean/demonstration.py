import numpy as np

print(np.nan == np.nan)
print(np.nan is np.nan)
print(float("nan") != np.nan)
