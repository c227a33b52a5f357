from torch_geometric.datasets import TUDataset
from torch_geometric.loader import DataLoader

loader = DataLoader(TUDataset("data", name="PROTEINS"), batch_size=32)


def run(model, device):
    for batch in loader:
        batch.to(device)
        yield model(batch.x, batch.edge_index, batch.batch)
