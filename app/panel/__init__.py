"""The reviewer's face: what waits for their vote, and the ballot for one thumb."""
