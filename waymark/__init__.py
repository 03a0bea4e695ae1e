"""Waymark: psychoeducation for people living with treatment-resistant depression."""
