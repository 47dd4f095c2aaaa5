"""Benchmarks of marked releases and of tracing."""
