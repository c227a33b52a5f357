class Grid:
    def __init__(self, cells):
        self.cells = cells

    def replace(self, old, new, inplace=False):
        grid = self if inplace else Grid(list(self.cells))
        grid.cells = [new if cell == old else cell for cell in grid.cells]
        return grid


grid = Grid([0, 1, 0])
grid = grid.replace(0, 2, inplace=True)
print(grid.cells)
