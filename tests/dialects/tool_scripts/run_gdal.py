"""GDAL: rasters at /vsis3/, by rasterio."""

from __future__ import annotations

import os
from typing import Any

import rasterio
from rasterio.io import MemoryFile


def write(values: Any, url: str, body: bytes) -> None:
    """Write a raster."""
    _set(values)
    with MemoryFile(body) as memory, memory.open() as raster, rasterio.open(_path(url), "w", **raster.profile) as copy:
        copy.write(raster.read())


def read(values: Any, url: str) -> bytes:
    """Read a raster."""
    _set(values)
    with rasterio.open(_path(url)) as raster, MemoryFile() as memory:
        with memory.open(**raster.profile) as copy:
            copy.write(raster.read())
        return bytes(memory.read())


def _set(values: Any) -> None:
    """Set GDAL's options as variables, which it reads as such; rasterio takes none of those of AWS."""
    os.environ.update(values)
    os.environ["CPL_VSIL_USE_TEMP_FILE_FOR_RANDOM_WRITE"] = "YES"  # a TIFF is not written from its front to its back
    os.environ["GDAL_DISABLE_READDIR_ON_OPEN"] = "EMPTY_DIR"  # else it looks for files beside the raster


def _path(url: str) -> str:
    return url.replace("s3://", "/vsis3/")
