from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names also inside our JavaScript modules, which import one another."""

    support_js_module_import_aggregation = True
