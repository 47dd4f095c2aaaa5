"""Third-party machinery behind small functions, imported on first use."""
