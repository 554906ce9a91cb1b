"""A plain simulation of the service rules D1–D12, against which the engine's SQL is compared."""
