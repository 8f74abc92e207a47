"""The checker: proof from the topics alone that nothing was lost or happened twice.

It imports no service and reads headers and JSON from the beginning of each topic, with
`read_committed`. `python -m bench.checker` checks a deployment; `bench.chaos` and the fault suite
check theirs. Start with `verdict`, which lists the proofs.
"""
