"""Model fields that are shared: those kept in step with another field, and who did something."""

from typing import Any

from django.conf import settings
from django.db import models

from core.names import name_key
from core.pinyin import pinyin_initials, pinyin_key


def decider(label: Any) -> models.ForeignKey:
    """Who did something, kept by the operations."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class _DerivedField(models.CharField):
    """Text computed from `source` whenever the row is written by `save` or `bulk_create`.

    `save(update_fields=…)`, `bulk_update` and `COPY` must name it like any other column: it is
    computed only where it is written.
    """

    def __init__(self, *, source: str, max_length: int = 400, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("default", "")
        super().__init__(max_length=max_length, **kwargs | {"editable": False, "blank": True})

    def compute(self, text: str) -> str:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.compute(getattr(model_instance, self.source) or "")[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        kwargs.pop("blank", None)
        kwargs["source"] = self.source
        return name, path, args, kwargs


class PinyinKeyField(_DerivedField):
    """`pinyin_key` of the source: to sort by, and (`…__joined__contains="suzhou"`) to find by pinyin."""

    def compute(self, text: str) -> str:
        return pinyin_key(text)


class PinyinInitialsField(_DerivedField):
    """`pinyin_initials` of the source: to find by typing initials (`…__contains="szgy"`)."""

    def compute(self, text: str) -> str:
        return pinyin_initials(text)


@PinyinKeyField.register_lookup
class Joined(models.Transform):
    """The key without its blanks, as people type pinyin: `…__joined__contains="suzhou"`."""

    lookup_name = "joined"
    template = "replace(%(expressions)s, ' ', '')"


class NameKeyField(_DerivedField):
    """`name_key` of the source: under which two spellings of one name meet."""

    def compute(self, text: str) -> str:
        return name_key(text)
