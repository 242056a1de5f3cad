import numpy as np
import numpy.typing as npt

class ResampleStream:
    def __init__(
        self,
        in_rate: float,
        out_rate: float,
        num_channels: int,
        dtype: str = "float32",
        quality: str = "HQ",
        vr: bool = False,
    ) -> None: ...
    def resample_chunk(self, x: npt.NDArray[np.float32], last: bool = False) -> npt.NDArray[np.float32]: ...

def resample(
    x: npt.NDArray[np.int16], in_rate: float, out_rate: float, quality: str = "HQ"
) -> npt.NDArray[np.int16]: ...
