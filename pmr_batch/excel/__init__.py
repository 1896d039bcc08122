"""Excel workbooks: `reading` takes them apart, `writing` puts them together."""
