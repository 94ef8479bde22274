"""What a workbook is read and judged by: its settings, the grading method they make, and how levels are read."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from xlsuite.grading.levels import LevelReader, rank
from xlsuite.grading.method import Method
from xlsuite.grading.methods import build_method
from xlsuite.model.deadlines import Calendar
from xlsuite.model.settings import Settings


class Basis:
    """Settings, and what is built from them once. `calendar` is set by who reads the workbook, where it has one."""

    def __init__(self, settings: Settings, calendar: Calendar | None = None) -> None:
        self.settings = settings
        self.calendar = calendar

    @cached_property
    def method(self) -> Method:
        """The grading method with the unit's own thresholds, names and weights. Raises UsageError for bad ones."""
        settings = self.settings
        return build_method(
            settings.method_id, settings.bands, settings.to_three, settings.direction, settings.weights,
            settings.level_names, settings.scale,
        )  # fmt: skip

    @cached_property
    def levels(self) -> LevelReader:
        return LevelReader(self.method, direction_set=self.settings.direction is not None)

    def three(self, level: Any) -> str | None:
        """高, 中 or 低 for a level as read; None for none."""
        return None if not level else self.levels.read(level).of_three

    def height(self, level: str) -> tuple[int, int]:
        """A key that sorts levels from the lowest up, whether they are the method's own words or 高、中、低."""
        names = self.method.names
        three = self.three(level)
        return (rank(three) if three else 0, -names.index(level) if level in names else -len(names) // 2)
