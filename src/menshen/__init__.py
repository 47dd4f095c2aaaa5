"""Menshen 门神: finds, explains and reports Chinese personal information."""
