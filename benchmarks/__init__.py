"""Measurements; `make bench` and `make eval-safety` run them."""
