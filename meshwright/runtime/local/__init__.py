"""The runtime on one machine: a plan on DuckDB, published with pyiceberg. Not part of what is shipped to Glue."""
