import numpy as np

grid = np.zeros((4, 4))
grid[0][1] = 1
grid[1:][grid[1:] == 0] = -1
rows = [[0, 1], [2, 3]]
rows[0][1] = 5
counts = {"a": {"b": 1}}
counts["a"]["b"] += 1
print(grid, rows, counts)
