"""Checks that are not tests: ``make check`` runs each as a module."""
