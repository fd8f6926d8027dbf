"""What the program costs, told as ratios against bare baselines of the same run: `make bench`, never in CI."""
