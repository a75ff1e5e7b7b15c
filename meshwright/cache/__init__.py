"""What is kept between runs so that the next one is quick. Nothing follows from it that could not be found anew."""

from .place import cache_folder

__all__ = ["cache_folder"]
