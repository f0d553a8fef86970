"""Long proofs: what must never happen, under faults. `make proofs`; the documented size with
PROOF_SIZE=full."""
