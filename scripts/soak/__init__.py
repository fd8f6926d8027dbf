"""Workers killed at random while a street's promises run: `make soak`, never in CI."""
