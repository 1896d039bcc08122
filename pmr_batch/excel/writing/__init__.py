"""Excel workbooks that are written: new ones by `book`, which alone knows the library for it; filled ones as XML."""
