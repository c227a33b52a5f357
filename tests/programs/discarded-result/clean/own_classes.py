class Basket:
    def __init__(self):
        self.items = {}

    def drop(self, name):
        self.items.pop(name, None)

    def rename(self, old, new):
        self.items[new] = self.items.pop(old)

    def replace(self, name, count):
        self.items[name] = count


basket = Basket()
basket.replace("apples", 3)
basket.rename("apples", "pears")
basket.drop("pears")
rows = []
rows.append(basket)
print(rows, "a b".replace("a", "c"))
