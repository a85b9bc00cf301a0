"""Which characters no font of this machine can draw."""

from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import FontConfiguration

ffi.cdef("int pango_layout_get_unknown_glyphs_count (PangoLayout *layout);")


def missing(fonts: FontConfiguration, text: str) -> list[str]:
    """Pango itself is asked, which knows every font that could stand in."""
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    characters = sorted({character for character in text if not character.isspace()})
    return [character for character in characters if _is_unknown(layout, character)]


def _is_unknown(layout: object, character: str) -> bool:
    pointer, _ = unicode_to_char_p(character)
    pango.pango_layout_set_text(layout, pointer, -1)
    return bool(pango.pango_layout_get_unknown_glyphs_count(layout))
