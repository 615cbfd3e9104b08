"""What the speed promises come to on this machine, as ratios within one run: `python -m benchmarks [NAME…]`."""
