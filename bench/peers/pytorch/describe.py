"""Says which PyTorch this is and whether it computes here, on the processor and on a card: a JSON object on the last line."""

import json

import torch

torch.ones(2, 2).sum().item()
answer = {"version": torch.__version__, "cuda": torch.version.cuda, "cudnn": torch.backends.cudnn.version(), "card": None, "cardRefused": None}
try:
    # Not is_available(), which keeps the reason to itself.
    torch.cuda.init()
    answer["card"] = torch.cuda.get_device_name()
    torch.ones(2, 2, device="cuda").sum().item()
except Exception as error:  # no build for CUDA, no driver, too old a driver, too old a card
    answer["card"] = None
    answer["cardRefused"] = str(error).strip().splitlines()[0]
print(json.dumps(answer))
