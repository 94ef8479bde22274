"""Grading: methods as values, levels as words, and who manages a risk point; standard library only."""

from __future__ import annotations

from xlsuite.grading.bands import Bands, parse_bands
from xlsuite.grading.levels import THREE, LevelReader, LevelReading, highest, rank, suggested
from xlsuite.grading.managers import Chain, Manager, Post
from xlsuite.grading.method import Factor, Grade, Method
from xlsuite.grading.methods import METHODS, build_method

__all__ = [
    "METHODS",
    "THREE",
    "Bands",
    "Chain",
    "Factor",
    "Grade",
    "LevelReader",
    "LevelReading",
    "Manager",
    "Method",
    "Post",
    "build_method",
    "highest",
    "parse_bands",
    "rank",
    "suggested",
]
