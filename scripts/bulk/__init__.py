"""Many cases, fast: copies of cases that were really played, written as rows, with chains of their own.

`python -m scripts.bulk --cases 200000` fills the empty database that LINGRID_* names; `scripts.bench` uses it.
The only program that writes rows of cases past the ops. Their states, clocks, texts, panels and notices are
those of the demo's stories; moments, numbers, ids, hashes and roots are each copy's own, so that
`lingrid audit verify` proves them all.
"""
